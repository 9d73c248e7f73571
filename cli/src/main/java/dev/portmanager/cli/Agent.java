package dev.portmanager.cli;

import dev.portmanager.PortManager;
import dev.portmanager.cli.metrics.MetricsServer;
import dev.portmanager.jmx.MBeanRegistration;
import dev.portmanager.jmx.PortManagerMBeans;
import java.io.IOException;
import java.net.BindException;
import java.util.List;

/** A manager's beans and its metrics, for others to look at. Safe for use by several threads. */
final class Agent implements AutoCloseable {

  private final MBeanRegistration beans;
  private final MeterPage meters;
  private final MetricsServer server;

  private Agent(MBeanRegistration beans, MeterPage meters, MetricsServer server) {
    this.beans = beans;
    this.meters = meters;
    this.server = server;
  }

  /**
   * What an agent shows and allows.
   *
   * @param metricsPort 0 for any
   * @param allowed what may be called
   * @param unmanagedPorts whether on ports outside of the manager's range, too
   */
  record Settings(int metricsPort, AllowedOperations allowed, boolean unmanagedPorts) {}

  /**
   * Starts one.
   *
   * @throws IllegalStateException if this JVM has beans of that name
   * @throws BindException if the port for metrics cannot be had
   * @throws IOException if the system has no socket for us
   */
  static Agent start(PortManager manager, Settings settings) throws IOException {
    MBeanRegistration beans =
        PortManagerMBeans.builder(manager)
            .allow(settings.allowed().toArray())
            .allowUnmanagedPorts(settings.unmanagedPorts())
            .leaseNotifications(true)
            .register();
    MeterPage meters = new MeterPage(manager);
    boolean complete = false;
    try {
      Agent agent = new Agent(beans, meters, MetricsServer.start(settings.metricsPort(), meters));
      complete = true;
      return agent;
    } finally {
      if (!complete) {
        meters.close();
        beans.close();
      }
    }
  }

  MBeanRegistration beans() {
    return beans;
  }

  List<String> urls() {
    return server.urls();
  }

  /** Stops serving and unregisters the beans. Does nothing if it is closed. */
  @Override
  public void close() {
    server.close();
    meters.close();
    beans.close();
  }
}
