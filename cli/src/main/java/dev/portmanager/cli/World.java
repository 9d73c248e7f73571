package dev.portmanager.cli;

import dev.portmanager.Diagnosis;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.PortRange;
import dev.portmanager.cli.output.Terminal;
import dev.portmanager.spi.AppLauncher;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Everything outside of the commands that they use.
 *
 * @param terminal the standard streams
 * @param environment the environment variables of this process
 * @param clock the present
 * @param managers how to get a manager
 * @param launchers how to become an application, if this system has a way
 * @param pause how to wait for the next second
 */
record World(
    Terminal terminal,
    Map<String, String> environment,
    Clock clock,
    Managers managers,
    Supplier<Optional<AppLauncher>> launchers,
    Pause pause) {

  /** Returns the world of this process. */
  static World system() {
    CountDownLatch never = new CountDownLatch(1);
    return new World(
        Terminal.system(),
        System.getenv(),
        Clock.systemUTC(),
        new Real(),
        Launchers::find,
        period -> !never.await(period.toNanos(), TimeUnit.NANOSECONDS));
  }

  /**
   * Returns the environment for an application: that of the start script.
   *
   * <p>In the C locale, and in one that is not installed, Java reads every character beyond ASCII
   * as a question mark. So the script starts Java with another {@code LC_ALL} and says in {@code
   * portmanager.lc_all} what it was: {@code =} and the value, or nothing if it was not set.
   */
  Map<String, String> appEnvironment() {
    Map<String, String> result = new HashMap<>(environment);
    String before = System.getProperty("portmanager.lc_all");
    if (before != null && before.startsWith("=")) {
      result.put("LC_ALL", before.substring(1));
    } else if (before != null) {
      result.remove("LC_ALL");
    }
    return result;
  }

  /** The managers of this machine. */
  private static final class Real implements Managers {

    @Override
    public PortManager open(Optional<Path> registry, PortRange range, String name) {
      return builder(registry, range).name(name).build();
    }

    @Override
    public List<Diagnosis> diagnose(Optional<Path> registry, PortRange range) {
      return builder(registry, range).diagnose();
    }

    private static PortManagers.Builder builder(Optional<Path> registry, PortRange range) {
      PortManagers.Builder builder = PortManagers.builder().range(range);
      registry.ifPresent(builder::registry);
      return builder;
    }
  }

  /** Gives managers. */
  interface Managers {

    /**
     * Creates a manager.
     *
     * @param registry the folder of the register of leases, if one was chosen
     * @param range the ports to give out
     * @param name what beans and meters call it
     * @return a new manager, to be closed
     */
    PortManager open(Optional<Path> registry, PortRange range, String name);

    /**
     * Finds out what works.
     *
     * @param registry the folder of the register of leases, if one was chosen
     * @param range the ports to judge
     * @return each finding
     */
    default List<Diagnosis> diagnose(Optional<Path> registry, PortRange range) {
      try (PortManager manager = open(registry, range, "cli")) {
        return manager.diagnose();
      }
    }
  }

  /** Waits between two looks. */
  interface Pause {

    /**
     * Waits.
     *
     * @param period for how long
     * @return whether to look again
     * @throws InterruptedException if the thread is interrupted
     */
    boolean await(Duration period) throws InterruptedException;
  }
}
