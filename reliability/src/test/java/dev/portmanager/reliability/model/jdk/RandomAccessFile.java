package dev.portmanager.reliability.model.jdk;

import dev.portmanager.reliability.model.Machine;
import dev.portmanager.reliability.model.Setting;
import dev.portmanager.reliability.model.Turn;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * An open file of the process's own user: a register, of which the header and the records are
 * reached in this way, or a journal.
 */
public final class RandomAccessFile implements Closeable {

  private static final int SLOTS = 4096;
  private static final long RECORDS = SLOTS + (1L << 20);
  private static final int SLOT = 16;
  private static final int RECORD = 256;
  private static final int HEAD = 64;

  private static final int NO_INODE = Integer.MIN_VALUE;

  private final Path path;
  private final int inode;
  private long position;
  private boolean closed;

  /** See the JDK. */
  public RandomAccessFile(File file, String mode) throws IOException {
    this.path = file.toPath();
    this.inode = Machine.isJournal(path) ? NO_INODE : openRegister();
  }

  /** A journal is known by its name, and is there when it is opened. */
  private int openRegister() throws IOException {
    return (int) step(watched(), "open", m -> m.openOrMake(path));
  }

  private static Machine machine() {
    return Turn.now().machine();
  }

  private boolean watched() {
    return machine().isWatched(path);
  }

  private boolean isUnpublished() {
    return path.toString().contains(".new-");
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
    return new FileChannel(path, inode, true);
  }

  /** Zeros are there already. */
  public void write(byte[] zeros, int from, int count) {
    if (!isUnpublished()) {
      throw new UnsupportedOperationException("no step of the register does this");
    }
    position += count;
  }

  /** Writes into a journal, or into the register. */
  public void write(byte[] bytes) throws IOException {
    long at = position;
    position += bytes.length;
    if (inode == NO_INODE) {
      write(watched(), "write to", m -> m.writeJournal(path, (int) at, bytes));
    } else if (at == 0) {
      write(watched(), "write the header of", m -> m.setHead(inode, Arrays.copyOf(bytes, HEAD)));
    } else if (at < SLOTS) {
      // It may have its name by now.
      boolean seen = machine().isWatched(Setting.ROOT);
      write(seen, "finish", m -> m.patchHead(inode, (int) at, bytes));
    } else if (at < RECORDS) {
      ByteBuffer slot = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int offset = (int) (at - SLOTS);
      long word = slot.getLong();
      long trace = slot.getLong();
      write(watched(), "enter a word in", m -> m.set(inode, offset, word));
      write(watched(), "enter a trace in", m -> m.set(inode, offset + SLOT / 2, trace));
    } else {
      writeRecord((int) ((at - RECORDS) / RECORD), bytes);
    }
  }

  private void write(boolean visible, String what, Consumer<Machine> effect) throws IOException {
    step(
        visible,
        what,
        m -> {
          effect.accept(m);
          return true;
        });
  }

  /** In two steps, since a process can be killed between. */
  private void writeRecord(int port, byte[] bytes) throws IOException {
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

  /** Reads from a journal. */
  public int read(byte[] bytes) throws IOException {
    if (inode != NO_INODE) {
      throw new UnsupportedOperationException("no step of the register does this");
    }
    byte[] journal = (byte[]) step(watched(), "read", m -> m.journal(path));
    int at = (int) position;
    int count = Math.min(bytes.length, journal.length - at);
    if (count <= 0) {
      return -1;
    }
    java.lang.System.arraycopy(journal, at, bytes, 0, count);
    position += count;
    return count;
  }

  @Override
  public void close() {
    closed = true;
  }
}
