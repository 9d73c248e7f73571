package dev.portmanager.os.macos.standin;

import dev.portmanager.spi.AppLauncher;
import dev.portmanager.testkit.AppLauncherContract;

/** Started by {@link StandInTest} alone. */
class StandInLauncherContract extends AppLauncherContract {

  @Override
  protected Class<? extends AppLauncher> launcherClass() {
    return StandInLauncher.class;
  }

  @Override
  protected boolean supportsHold() {
    return false;
  }
}
