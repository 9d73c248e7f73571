package dev.portmanager.reliability.model.jdk;

import dev.portmanager.reliability.model.Turn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file that is mapped, or another user's that is read. */
public final class FileChannel {

  private static final int SLOTS = 4096;
  private static final int SLOT = 16;
  private static final int RECORDS = SLOTS + (1 << 20);
  private static final int RECORD = 256;

  private final Path path;
  private final int inode;

  /** Whether it is of the process's own user, who writes to it, too. */
  private final boolean own;

  FileChannel(Path path, int inode, boolean own) {
    this.path = path;
    this.inode = inode;
    this.own = own;
  }

  /** See the JDK. */
  public static FileChannel open(Path path, OpenOption... options) throws IOException {
    Turn turn = Turn.now();
    boolean watched = turn.machine().isWatched(path);
    boolean own = Arrays.asList(options).contains(StandardOpenOption.WRITE);
    return new FileChannel(path, (int) turn.step(watched, "open", path, m -> m.find(path)), own);
  }

  /** See the JDK. */
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    if (position != 0 || size != RECORDS) {
      throw new UnsupportedOperationException("only the header and the slots are mapped");
    }
    return new MappedByteBuffer(path, inode);
  }

  /** Returns the length. */
  public long size() throws IOException {
    return (long) stepOfFile("length of", m -> m.length(inode));
  }

  /** Reads the header, a slot, or from a record. */
  public int read(ByteBuffer into, long position) throws IOException {
    int wanted = into.remaining();
    if (position == 0) {
      byte[] head = (byte[]) stepOfFile("read the header of", m -> m.head(inode));
      into.put(head, 0, Math.min(wanted, head.length));
      return wanted - into.remaining();
    }
    if (position < RECORDS) {
      readSlot(into, (int) ((position - SLOTS) / SLOT), wanted);
    } else {
      long at = position - RECORDS;
      readRecord(into, (int) (at / RECORD), (int) (at % RECORD));
    }
    return wanted;
  }

  private void readSlot(ByteBuffer into, int port, int wanted) throws IOException {
    if (wanted != SLOT) {
      throw new UnsupportedOperationException("read of " + wanted + " bytes");
    }
    if (Turn.now().machine().index(port) < 0) {
      into.put(new byte[wanted]);
      return;
    }
    for (long half : (long[]) step(true, "read a slot in", m -> m.foreignSlot(inode, port))) {
      into.putLong(half);
    }
  }

  private void readRecord(ByteBuffer into, int port, int offset) throws IOException {
    int wanted = into.remaining();
    if (Turn.now().machine().index(port) < 0) {
      into.put(new byte[wanted]);
      return;
    }
    boolean seen = !own || Turn.now().machine().isShared();
    byte[] record = (byte[]) step(seen, "read a record in", m -> m.record(inode, port));
    into.put(record, offset, wanted);
  }

  /** Writes a record, in two steps, since a process can be killed between. */
  public int write(ByteBuffer from, long position) throws IOException {
    int wanted = from.remaining();
    if (position < RECORDS || wanted != RECORD) {
      throw new UnsupportedOperationException("no step of the register does this");
    }
    int port = (int) ((position - RECORDS) / RECORD);
    for (int half = 0; half < 2; half++) {
      int number = half;
      byte[] part = new byte[RECORD / 2];
      from.get(part);
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
    return wanted;
  }

  private Object stepOfFile(String what, Turn.Effect effect) throws IOException {
    return step(Turn.now().machine().isWatched(path), what, effect);
  }

  private Object step(boolean seen, String what, Turn.Effect effect) throws IOException {
    return Turn.now().step(seen, what, path, effect);
  }

  /** See the JDK. */
  public void close() {
    // nothing is open
  }
}
