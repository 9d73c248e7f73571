package dev.portmanager.reliability.model.jdk;

import dev.portmanager.reliability.model.Turn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** A file that is mapped, or another user's that is read. */
public final class FileChannel {

  private static final int SLOTS = 4096;
  private static final int SLOT = 16;
  private static final int RECORDS = SLOTS + (1 << 20);
  private static final int RECORD = 256;

  private final Path path;
  private final int inode;

  FileChannel(Path path, int inode) {
    this.path = path;
    this.inode = inode;
  }

  /** See the JDK. */
  public static FileChannel open(Path path, OpenOption... options) throws IOException {
    Turn turn = Turn.now();
    boolean watched = turn.machine().isWatched(path);
    return new FileChannel(path, (int) turn.step(watched, "open", path, m -> m.find(path)));
  }

  /** See the JDK. */
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    if (position != 0 || size != RECORDS) {
      throw new UnsupportedOperationException("only the header and the slots are mapped");
    }
    return new MappedByteBuffer(path, inode);
  }

  /** Reads a slot or a record. */
  public int read(ByteBuffer into, long position) throws IOException {
    int wanted = into.remaining();
    boolean slot = wanted == SLOT;
    int port = (int) (slot ? (position - SLOTS) / SLOT : (position - RECORDS) / RECORD);
    if (wanted != SLOT && wanted != RECORD) {
      throw new UnsupportedOperationException("read of " + wanted + " bytes");
    }
    if (Turn.now().machine().index(port) < 0) {
      into.put(new byte[wanted]);
      return wanted;
    }
    if (slot) {
      for (long half : (long[]) step("read a slot in", m -> m.foreignSlot(inode, port))) {
        into.putLong(half);
      }
    } else {
      into.put((byte[]) step("read a record in", m -> m.record(inode, port)));
    }
    return wanted;
  }

  private Object step(String what, Turn.Effect effect) throws IOException {
    return Turn.now().step(true, what, path, effect);
  }

  /** See the JDK. */
  public void close() {
    // nothing is open
  }
}
