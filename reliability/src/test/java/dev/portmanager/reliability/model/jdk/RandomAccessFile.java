package dev.portmanager.reliability.model.jdk;

import dev.portmanager.reliability.model.Machine;
import dev.portmanager.reliability.model.Turn;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** An open file of the process's own user: its header and its records. */
public final class RandomAccessFile implements Closeable {

  private static final long RECORDS = 4096 + (1L << 20);
  private static final int RECORD = 256;

  private final Path path;
  private final int inode;
  private long position;
  private boolean closed;

  /** See the JDK. */
  public RandomAccessFile(File file, String mode) throws IOException {
    this.path = file.toPath();
    this.inode = (int) step(watched(), "open", m -> m.openOrMake(path));
  }

  private static Machine machine() {
    return Turn.now().machine();
  }

  private boolean watched() {
    return machine().isWatched(path);
  }

  private boolean isUnpublished() {
    return path.toString().contains("/.new-");
  }

  private Object step(boolean visible, String what, Turn.Effect effect) throws IOException {
    if (closed) {
      throw new IOException("Stream Closed");
    }
    return Turn.now().step(visible, what, path, effect);
  }

  /** See the JDK. */
  public void seek(long to) {
    position = to;
  }

  /** See the JDK. */
  public long getFilePointer() {
    return position;
  }

  /** See the JDK. */
  public long length() throws IOException {
    return (long) step(watched(), "length of", m -> m.length(inode));
  }

  /** See the JDK. */
  public void setLength(long length) throws IOException {
    step(
        watched(),
        "set the length of",
        m -> {
          m.setLength(inode, length);
          return true;
        });
  }

  /** See the JDK. */
  public FileChannel getChannel() {
    return new FileChannel(path, inode);
  }

  /** Zeros are there already. */
  public void write(byte[] zeros, int from, int count) {
    if (!isUnpublished()) {
      throw new UnsupportedOperationException("no step of the register does this");
    }
    position += count;
  }

  /** Writes the header, or a record in two steps, since a process can be killed between. */
  public void write(byte[] bytes) throws IOException {
    long at = position;
    position += bytes.length;
    if (at == 0) {
      step(
          watched(),
          "write the header of",
          m -> {
            m.setHead(inode, Arrays.copyOf(bytes, 64));
            return true;
          });
      return;
    }
    int port = (int) ((at - RECORDS) / RECORD);
    for (int half = 0; half < 2; half++) {
      int number = half;
      byte[] part = Arrays.copyOfRange(bytes, half * RECORD / 2, (half + 1) * RECORD / 2);
      step(
          true,
          half == 0
              ? "write the first half of a record in"
              : "write the second half of a record in",
          m -> {
            m.setRecord(inode, port, number, part);
            return true;
          });
    }
  }

  /** Reads a record, or the start of one from some byte on. */
  public void readFully(byte[] bytes) throws IOException {
    long at = position - RECORDS;
    int port = (int) (at / RECORD);
    int offset = (int) (at % RECORD);
    position += bytes.length;
    if (machine().index(port) < 0) {
      Arrays.fill(bytes, (byte) 0);
      return;
    }
    byte[] read =
        (byte[])
            step(
                machine().isShared(),
                "read a record in",
                m -> Arrays.copyOfRange(m.record(inode, port), offset, offset + bytes.length));
    java.lang.System.arraycopy(read, 0, bytes, 0, bytes.length);
  }

  @Override
  public void close() {
    closed = true;
  }
}
