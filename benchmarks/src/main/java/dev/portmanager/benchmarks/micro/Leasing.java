package dev.portmanager.benchmarks.micro;

import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Leasing, with nobody in the way. */
@SuppressWarnings("NullAway.Init") // JMH sets up before it measures
@State(Scope.Thread)
public class Leasing {

  /** The system property that names the folder for registers of leases. */
  public static final String FOLDER = "portmanager.benchmarks.folder";

  private PortManager manager;

  /**
   * Opens a manager with a register of its own, and takes the port that is asked for again.
   *
   * @throws IOException if there is no place for a register
   */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Path folder = Files.createTempDirectory(Path.of(System.getProperty(FOLDER, "/tmp")), "jmh");
    manager =
        PortManagers.builder().range(24000, 24049).registry(folder).cooldown(Duration.ZERO).build();
    manager.getUniquePort("again");
  }

  /** Gives everything back; whoever made the folder deletes it. */
  @TearDown(Level.Trial)
  public void close() {
    manager.close();
  }

  /**
   * An app asks for the port that it has.
   *
   * @return the port
   */
  @Benchmark
  public int again() {
    return manager.getUniquePort("again");
  }

  /**
   * A new lease and its release.
   *
   * @return the port
   */
  @Benchmark
  public int leaseAndRelease() {
    int port = manager.getUniquePort("new");
    manager.releasePort("new");
    return port;
  }

  /**
   * A probe of a free port.
   *
   * @return whether it is in use
   */
  @Benchmark
  public boolean probe() {
    return manager.isPortInUse(24060);
  }
}
