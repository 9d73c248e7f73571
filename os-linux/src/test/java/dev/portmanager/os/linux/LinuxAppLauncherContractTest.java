package dev.portmanager.os.linux;

import dev.portmanager.spi.AppLauncher;
import dev.portmanager.testkit.AppLauncherContract;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LinuxAppLauncherContractTest extends AppLauncherContract {

  @Override
  protected Class<? extends AppLauncher> launcherClass() {
    return LinuxAppLauncher.class;
  }
}
