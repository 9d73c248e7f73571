package dev.portmanager.os.macos;

import dev.portmanager.PortManagerException;
import dev.portmanager.os.macos.jna.LibSystem;

/** Loads the binding to libSystem, at first use and not before. */
final class Binding {

  private Binding() {}

  /**
   * Loads it; does nothing if that is done.
   *
   * @throws PortManagerException if that fails
   */
  static void load() {
    try {
      LibSystem.clearErrno();
    } catch (LinkageError e) {
      throw new PortManagerException(
          "libSystem cannot be called through JNA ("
              + e
              + "); if the folder for temporary files does not allow libraries, name another one with"
              + " -Djna.tmpdir=DIR",
          e);
    }
  }
}
