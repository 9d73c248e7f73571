package dev.portmanager.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What root can do on Linux for the contract's strongest tests. */
final class RootOnly {

  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");
  private static final String NOBODY = "65534";

  private RootOnly() {}

  private static boolean isRoot() {
    return new ProcHost().userId().equals("0");
  }

  static Optional<List<String>> asOtherUser() {
    if (!isRoot() || !Files.isExecutable(SETPRIV)) {
      return Optional.empty();
    }
    return Optional.of(
        List.of(SETPRIV + "", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
  }

  /** Sets the last pid that was given out, so that the next process has the pid that follows. */
  static Optional<ProcessHandle> startWithPid(long pid) throws IOException {
    // The file's mode lets everybody write, but the kernel does not.
    if (!isRoot() || !Files.isWritable(LAST_PID)) {
      return Optional.empty();
    }
    // Another process may start between; the count is a bound, not an expectation.
    for (int i = 0; i < 200; i++) {
      Files.writeString(LAST_PID, "" + (pid - 1));
      Process process = new ProcessBuilder("/bin/sh", "-c", "read line").start();
      if (process.pid() == pid) {
        return Optional.of(process.toHandle());
      }
      process.destroyForcibly();
    }
    return Optional.empty();
  }
}
