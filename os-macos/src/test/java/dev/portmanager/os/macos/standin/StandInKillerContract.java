package dev.portmanager.os.macos.standin;

import dev.portmanager.os.macos.MacProcessKiller;
import dev.portmanager.spi.ProcessKiller;
import dev.portmanager.testkit.ProcessKillerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Started by {@link StandInTest} alone. */
class StandInKillerContract extends ProcessKillerContract {

  private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");
  private static final int MAX_ATTEMPTS = 200;

  private final ProcessKiller killer = new MacProcessKiller();

  @Override
  protected ProcessKiller processKiller() {
    return killer;
  }

  @Override
  protected Optional<List<String>> asOtherUser() {
    return StandIn.has("setpriv")
        ? Optional.of(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"))
        : Optional.empty();
  }

  @Override
  protected Optional<ProcessHandle> startWithPid(long pid) throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      // The next process gets the number after the last one, if it is free.
      Files.writeString(LAST_PID, Long.toString(pid - 1));
      Process process = new ProcessBuilder("sleep", "600").start();
      if (process.pid() == pid) {
        return Optional.of(process.toHandle());
      }
      process.destroyForcibly();
    }
    return Optional.empty();
  }
}
