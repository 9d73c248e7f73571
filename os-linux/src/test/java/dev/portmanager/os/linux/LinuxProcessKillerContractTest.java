package dev.portmanager.os.linux;

import dev.portmanager.spi.ProcessKiller;
import dev.portmanager.testkit.ProcessKillerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LinuxProcessKillerContractTest extends ProcessKillerContract {

  private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");
  private static final int MAX_ATTEMPTS = 200;

  private final ProcessKiller killer = new LinuxProcessKiller();

  @Override
  protected ProcessKiller processKiller() {
    return killer;
  }

  @Override
  protected Optional<List<String>> asOtherUser() {
    return Machine.asNobody();
  }

  @Override
  protected Optional<ProcessHandle> startWithPid(long pid) throws IOException {
    // The file's permissions say that all may write; the kernel lets root alone.
    if (!Machine.isRoot() || !Files.isWritable(LAST_PID)) {
      return Optional.empty();
    }
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      // The next process of the machine gets the number after the last one, if it is free.
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
