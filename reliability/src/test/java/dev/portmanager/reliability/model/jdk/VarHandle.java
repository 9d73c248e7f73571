package dev.portmanager.reliability.model.jdk;

import dev.portmanager.reliability.model.Machine;
import dev.portmanager.reliability.model.Setting.Flaw;
import dev.portmanager.reliability.model.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads and sets the slots of a mapped file. */
public final class VarHandle {

  private static final int SLOT = 16;

  VarHandle() {}

  /** Every step is ordered as it is. */
  public static void fullFence() {
    // See Flaw.DELAYED_STORE for what it prevents.
  }

  private static String name(MappedByteBuffer of, int offset) {
    return (offset % SLOT == 0 ? "word" : "trace") + " of " + offset / SLOT + " in " + of.path();
  }

  private static Object step(boolean visible, String what, Turn.Effect effect) {
    try {
      return Turn.now().step(visible, what, effect);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** See the JDK. */
  public long getVolatile(MappedByteBuffer of, int offset) {
    Machine machine = Turn.now().machine();
    return machine.index(offset / SLOT) < 0
        ? 0
        : (long)
            step(
                machine.isShared(),
                "read the " + name(of, offset),
                m -> m.slot(of.inode(), offset));
  }

  /** See the JDK. */
  public boolean compareAndSet(MappedByteBuffer of, int offset, long expected, long value) {
    String what = name(of, offset) + " from " + Long.toHexString(expected);
    if (Turn.now().machine().has(Flaw.CHECK_THEN_SET)) {
      boolean same =
          (boolean)
              step(true, "compare the " + what, m -> m.slot(of.inode(), offset) == expected);
      return same
          && (boolean)
              step(
                  true,
                  "set the " + what,
                  m -> {
                    m.set(of.inode(), offset, value);
                    return true;
                  });
    }
    return (boolean)
        step(
            true,
            "compare-and-set the " + what + " to " + Long.toHexString(value),
            m -> m.replace(of.inode(), offset, expected, value));
  }
}
