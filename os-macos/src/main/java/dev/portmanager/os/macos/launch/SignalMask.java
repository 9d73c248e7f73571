package dev.portmanager.os.macos.launch;

import dev.portmanager.os.macos.jna.Errno;
import dev.portmanager.os.macos.jna.LibSystem;
import dev.portmanager.os.macos.jna.OffHeap;

/**
 * Unblocks every signal in the calling thread, whose mask the application inherits: the JVM blocks
 * SIGQUIT in its threads, and an application that cannot be asked to quit is a nuisance.
 */
final class SignalMask implements AutoCloseable {

  private static final int SIG_SETMASK = 3;

  /** {@code sigset_t}: one number of 32 bits. */
  private static final int SET_SIZE = 4;

  private final OffHeap sets = OffHeap.allocate(2 * SET_SIZE);

  private SignalMask() {}

  /**
   * Unblocks every signal.
   *
   * @return to be closed by the same thread if it goes on as a JVM, which restores the mask
   */
  static SignalMask unblockAll() {
    SignalMask mask = new SignalMask();
    int code = LibSystem.pthread_sigmask(SIG_SETMASK, mask.sets.at(0), mask.sets.at(SET_SIZE));
    if (code != 0) {
      throw Errno.failure("pthread_sigmask", code, "the signals of the application");
    }
    return mask;
  }

  @Override
  public void close() {
    int code = LibSystem.pthread_sigmask(SIG_SETMASK, sets.at(SET_SIZE), sets.at(0));
    if (code != 0) {
      throw Errno.failure("pthread_sigmask", code, "the signals of this thread");
    }
  }
}
