package dev.portmanager.reliability.concurrency;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The manager that all samples of a stress run use, each with an application of its own. */
public final class SharedManager {

  /** Names the folder of the register. */
  static final String FOLDER = "portmanager.stress.folder";

  private static final AtomicLong APPS = new AtomicLong();
  private static final PortManager MANAGER = open("shared");

  private SharedManager() {}

  /**
   * Opens another manager on the same register.
   *
   * @param name its name
   * @return a new manager, to be closed
   */
  public static PortManager open(String name) {
    return PortManagers.builder()
        .name(name)
        .range(21_400, 21_499)
        .cooldown(Duration.ZERO)
        .registry(Path.of(System.getProperty(FOLDER)))
        .build();
  }

  /**
   * Returns the manager.
   *
   * @return the same for all
   */
  public static PortManager get() {
    return MANAGER;
  }

  /**
   * Returns the name of an application that nobody else has.
   *
   * @return a new name
   */
  public static String nextApp() {
    return "app-" + APPS.incrementAndGet();
  }

  /**
   * Returns what the register says of an application.
   *
   * @param app its name
   * @return its leases
   */
  public static List<LeaseInfo> listed(String app) {
    return MANAGER.leases().stream().filter(lease -> lease.app().equals(app)).toList();
  }
}
