package dev.portmanager.testkit;

import dev.portmanager.spi.ProcessKiller;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Shows that a back end that is right passes the whole contract. */
@EnabledOnOs(OS.LINUX)
class ProcBackEndTest extends ProcessKillerContract {

  @Override
  protected ProcessKiller processKiller() {
    return new ProcBackEnd(false);
  }

  @Override
  protected Optional<List<String>> asOtherUser() {
    return RootOnly.asOtherUser();
  }

  @Override
  protected Optional<ProcessHandle> startWithPid(long pid) throws IOException {
    return RootOnly.startWithPid(pid);
  }
}
