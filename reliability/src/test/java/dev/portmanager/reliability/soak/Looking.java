package dev.portmanager.reliability.soak;

import dev.portmanager.PortManager;
import dev.portmanager.jmx.MBeanRegistration;
import dev.portmanager.jmx.Operation;
import dev.portmanager.jmx.PortManagerMBeans;
import dev.portmanager.jmx.PortManagerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Random;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Looks at the pool in every way. For one thread. */
final class Looking {

  private final PortManager manager;
  private final int server;
  private final Random random = new Random(23);

  /**
   * Creates it.
   *
   * @param manager the pool
   * @param server a port of the pool on which this JVM listens
   */
  Looking(PortManager manager, int server) {
    this.manager = manager;
    this.server = server;
  }

  /** Looks somehow. */
  int one() throws JMException {
    int port =
        manager.getMinPort() + random.nextInt(manager.getMaxPort() - manager.getMinPort() + 1);
    return switch (random.nextInt(12)) {
      case 0 -> manager.listeners().size();
      case 1 -> manager.listeningPorts().size();
      case 2 -> manager.leases().size();
      case 3 -> manager.pool().leases().size();
      case 4 -> manager.diagnose().size();
      case 5 -> beans();
      case 6 -> meters();
      case 7 -> manager.status(port).listeners().size();
      case 8, 9 -> manager.isPortInUse(port) ? 1 : 0;
      default -> owners();
    };
  }

  private int owners() {
    int owners = manager.listenersOn(server).size();
    if (owners == 0) {
      throw new IllegalStateException("nobody is seen on port " + server);
    }
    return owners;
  }

  private int beans() throws JMException {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = PortManagerMBeans.objectName(manager.getName());
    try (MBeanRegistration registration =
        PortManagerMBeans.builder(manager).allow(Operation.FIND).register()) {
      int read = 0;
      for (var attribute : beans.getMBeanInfo(name).getAttributes()) {
        read += beans.getAttribute(name, attribute.getName()) == null ? 0 : 1;
      }
      return registration == null ? 0 : read;
    }
  }

  private int meters() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (PortManagerMetrics metrics = new PortManagerMetrics(manager)) {
      metrics.bindTo(meters);
      return meters.getMeters().stream()
          .mapToInt(meter -> meter.measure().iterator().hasNext() ? 1 : 0)
          .sum();
    } finally {
      meters.close();
    }
  }
}
