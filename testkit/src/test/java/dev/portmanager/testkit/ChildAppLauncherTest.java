package dev.portmanager.testkit;

import dev.portmanager.spi.AppLauncher;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Shows that a launcher that is right passes the whole contract, whether or not it has a hold. */
@DisabledOnOs(OS.WINDOWS) // whose rules for names and environments this launcher does not know
class ChildAppLauncherTest extends AppLauncherContract {

  @Override
  protected Class<? extends AppLauncher> launcherClass() {
    return ChildAppLauncher.class;
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
