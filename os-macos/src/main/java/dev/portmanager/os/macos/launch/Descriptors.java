package dev.portmanager.os.macos.launch;

import dev.portmanager.os.macos.jna.Errno;
import dev.portmanager.os.macos.jna.LibSystem;
import dev.portmanager.os.macos.libproc.Libproc;
import dev.portmanager.os.macos.libproc.ScanMemory;

/** Keeps this process's descriptors from the application: all but input, output and errors. */
final class Descriptors {

  private static final int FIRST = 3;

  /** {@code FIOCLEX}, sys/filio.h. */
  private static final long FIOCLEX = 0x20006601L;

  private Descriptors() {}

  /**
   * Marks every descriptor from 3 up to be closed by execve; the JVM goes on using them.
   *
   * @throws dev.portmanager.NativeCallException if they cannot be listed
   */
  static void closeOnExec() {
    try (ScanMemory memory = ScanMemory.borrow()) {
      Libproc libproc = new Libproc(memory);
      int count = libproc.listDescriptors((int) ProcessHandle.current().pid());
      if (count < 0) {
        throw Errno.failure("proc_pidinfo", libproc.lastError(), "this process's descriptors");
      }
      for (int i = 0; i < count; i++) {
        if (libproc.descriptor(i) >= FIRST) {
          // One that another thread has closed since cannot be marked, and need not be.
          LibSystem.ioctl(libproc.descriptor(i), FIOCLEX);
        }
      }
    }
  }
}
