package dev.portmanager.os.windows;

import dev.portmanager.spi.AppLauncher;
import dev.portmanager.testkit.AppLauncherContract;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.WINDOWS)
class WindowsAppLauncherContractTest extends AppLauncherContract {

  @Override
  protected Class<? extends AppLauncher> launcherClass() {
    return WindowsAppLauncher.class;
  }

  @Override
  protected boolean becomesTheApp() {
    return false;
  }

  @Override
  protected boolean supportsHold() {
    return false;
  }
}
