package dev.portmanager.core.kill;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The time by which deadlines are kept; of its own so that tests need not wait. */
interface KillClock {

  /** The clock of the system. */
  KillClock SYSTEM =
      new KillClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration time) {
          LockSupport.parkNanos(time.toNanos());
        }
      };

  /** Returns nanoseconds since some fixed moment, as {@link System#nanoTime} does. */
  long nanos();

  /** Lets some time go by; ends early if the thread is interrupted, whose status stays set. */
  void pause(Duration time);
}
