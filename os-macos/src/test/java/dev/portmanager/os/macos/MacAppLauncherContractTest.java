package dev.portmanager.os.macos;

import dev.portmanager.spi.AppLauncher;
import dev.portmanager.testkit.AppLauncherContract;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.MAC)
class MacAppLauncherContractTest extends AppLauncherContract {

  @Override
  protected Class<? extends AppLauncher> launcherClass() {
    return MacAppLauncher.class;
  }

  @Override
  protected boolean supportsHold() {
    return false;
  }
}
