package dev.portmanager.os.macos.standin;

import dev.portmanager.os.macos.MacAppLauncher;
import dev.portmanager.spi.AppLauncher;

/** The launcher, in a JVM that takes the stand-in for libSystem. */
final class StandInLauncher implements AppLauncher {

  private final AppLauncher launcher;

  StandInLauncher() {
    StandIn.select();
    launcher = new MacAppLauncher();
  }

  @Override
  public boolean isSupported() {
    return launcher.isSupported();
  }

  @Override
  public int launch(App app) throws NoSuchProgramException {
    return launcher.launch(app);
  }
}
