package dev.portmanager.testkit;

import dev.portmanager.spi.AppLauncher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Launchers that are wrong in one way each. */
final class WrongLaunchers {

  private WrongLaunchers() {}

  /** Says that it is made for another system, and is not asked further. */
  static class ForAnotherSystem extends ChildAppLauncher {
    @Override
    public boolean isSupported() {
      return false;
    }
  }

  /** Tells success from failure, and no more. */
  static class CoarseExitCode extends ChildAppLauncher {
    @Override
    public int launch(App app) throws NoSuchProgramException {
      return super.launch(app) == 0 ? 0 : 1;
    }
  }

  /** Drops empty arguments, as a shell's unquoted expansion does. */
  static class ThroughAShell extends ChildAppLauncher {
    @Override
    public int launch(App app) throws NoSuchProgramException {
      List<String> words = new ArrayList<>(app.command());
      words.removeIf(String::isEmpty);
      return super.launch(new App(words, app.environment(), app.holdPort()));
    }
  }

  /** Hands its own environment on, too. */
  static class LeakingEnvironment extends ChildAppLauncher {
    @Override
    public int launch(App app) throws NoSuchProgramException {
      Map<String, String> environment = new HashMap<>(System.getenv());
      environment.putAll(app.environment());
      return super.launch(new App(app.command(), environment, app.holdPort()));
    }
  }

  /** Takes what it looks for from its own path. */
  static class OwnPath extends ChildAppLauncher {
    @Override
    public int launch(App app) throws NoSuchProgramException {
      Map<String, String> environment = new HashMap<>(app.environment());
      environment.put("PATH", System.getenv().getOrDefault("PATH", "/nowhere"));
      return super.launch(new App(app.command(), environment, app.holdPort()));
    }
  }

  /** Does not tell a missing program from one that may not be run. */
  static class MixedUp extends ChildAppLauncher {
    @Override
    public int launch(App app) throws NoSuchProgramException {
      try {
        return super.launch(app);
      } catch (NoSuchProgramException e) {
        throw new AppLauncher.NoSuchProgramException("cannot be run, whyever", !e.found());
      }
    }
  }

  /** Takes a port to hold and does not hold it. */
  static class Unholding extends ChildAppLauncher {
    @Override
    public int launch(App app) throws NoSuchProgramException {
      return super.launch(new App(app.command(), app.environment(), OptionalInt.empty()));
    }
  }
}
