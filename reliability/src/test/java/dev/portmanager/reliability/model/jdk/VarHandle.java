package dev.portmanager.reliability.model.jdk;

import dev.portmanager.reliability.model.Machine;
import dev.portmanager.reliability.model.Setting.Flaw;
import dev.portmanager.reliability.model.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the header of a mapped file, reads and sets its slots. */
public final class VarHandle {

  private static final int SLOTS = 4096;
  private static final int SLOT = 16;

  VarHandle() {}

  /** Every step is ordered as it is. */
  public static void fullFence() {
    // See Flaw.DELAYED_STORE for what it prevents.
  }

  private static Object step(
      boolean visible, String what, MappedByteBuffer of, Turn.Effect effect) {
    try {
      return Turn.now().step(visible, what, of.path(), effect);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** See the JDK. */
  public long getVolatile(MappedByteBuffer of, int at) {
    if (at < SLOTS) {
      return header(of, at);
    }
    Machine machine = Turn.now().machine();
    int offset = at - SLOTS;
    String what = offset % SLOT == 0 ? "read a word in" : "read a trace in";
    return machine.index(offset / SLOT) < 0
        ? 0
        : (long) step(machine.isShared(), what, of, m -> m.slot(of.inode(), offset));
  }

  /** No step where no file is made or cut short: then a header is as it is. */
  private static long header(MappedByteBuffer of, int at) {
    Machine machine = Turn.now().machine();
    byte[] head =
        machine.isWatched(of.path())
            ? (byte[]) step(true, "read the header of", of, m -> m.head(of.inode()))
            : machine.head(of.inode());
    return ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
  }

  /** See the JDK. */
  public boolean compareAndSet(MappedByteBuffer of, int at, long expected, long value) {
    int offset = at - SLOTS;
    if (Turn.now().machine().has(Flaw.CHECK_THEN_SET)) {
      return checkThenSet(of, offset, expected, value);
    }
    String what =
        offset % SLOT != 0
            ? "replace a trace in"
            : value == 0 ? "clear a word in" : "claim a word in";
    return (boolean) step(true, what, of, m -> m.replace(of.inode(), offset, expected, value));
  }

  private static boolean checkThenSet(MappedByteBuffer of, int offset, long expected, long value) {
    boolean same =
        (boolean) step(true, "compare in", of, m -> m.slot(of.inode(), offset) == expected);
    return same
        && (boolean)
            step(
                true,
                "set in",
                of,
                m -> {
                  m.set(of.inode(), offset, value);
                  return true;
                });
  }
}
