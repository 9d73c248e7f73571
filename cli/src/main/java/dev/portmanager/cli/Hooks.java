package dev.portmanager.cli;

/** Takes shutdown hooks back. */
final class Hooks {

  private Hooks() {}

  /**
   * Removes a hook that is not needed any more.
   *
   * @return false if the process is ending already, and the hook does its work
   */
  static boolean remove(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
