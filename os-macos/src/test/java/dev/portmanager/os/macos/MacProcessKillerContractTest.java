package dev.portmanager.os.macos;

import dev.portmanager.spi.ProcessKiller;
import dev.portmanager.testkit.ProcessKillerContract;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.MAC)
class MacProcessKillerContractTest extends ProcessKillerContract {

  private final ProcessKiller killer = new MacProcessKiller();

  @Override
  protected ProcessKiller processKiller() {
    return killer;
  }
}
