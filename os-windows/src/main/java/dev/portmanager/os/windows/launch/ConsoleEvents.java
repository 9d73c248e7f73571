package dev.portmanager.os.windows.launch;

import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.WinError;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets console events pass to the application alone: it shares the console and gets each event
 * itself, so all that this process has to do is to survive them until the application has ended.
 */
final class ConsoleEvents implements AutoCloseable {

  private static final int CTRL_BREAK = 1;

  /** The console is closed, or the user logs off: the system ends this process soon after. */
  private static final long LAST_SECONDS = 4;

  private final Kernel32 kernel32;
  private boolean passing;
  private final CountDownLatch ended = new CountDownLatch(1);
  // Held here: the system calls it as long as it is set, and does not keep it from being collected.
  private final Kernel32.ConsoleHandler handler = this::handle;

  ConsoleEvents(Kernel32 kernel32) {
    this.kernel32 = kernel32;
  }

  /**
   * Starts to let events pass.
   *
   * @throws dev.portmanager.NativeCallException if the system does not take the handler
   */
  void pass() {
    if (!kernel32.SetConsoleCtrlHandler(handler, true)) {
      throw WinError.last(kernel32, "SetConsoleCtrlHandler", "the console of this process");
    }
    passing = true;
  }

  private boolean handle(int event) {
    if (event > CTRL_BREAK) {
      try {
        if (!ended.await(LAST_SECONDS, TimeUnit.SECONDS)) {
          return true;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return true;
  }

  @Override
  public void close() {
    ended.countDown();
    if (passing && !kernel32.SetConsoleCtrlHandler(handler, false)) {
      throw WinError.last(kernel32, "SetConsoleCtrlHandler", "the console of this process");
    }
    passing = false;
  }
}
