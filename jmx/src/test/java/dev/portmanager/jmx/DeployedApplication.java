package dev.portmanager.jmx;

import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;

/** An application that is loaded by a class loader of its own. */
public final class DeployedApplication {

  private final PortManager manager;
  private final MBeanRegistration beans;

  public DeployedApplication(Path registry) {
    manager =
        PortManagers.builder().range(28_770, 28_771).registry(registry).name("deployed").build();
    beans =
        PortManagerMBeans.builder(manager)
            .allow(Operation.values())
            .leaseNotifications(true)
            .lowThreshold(0.5)
            .register();
  }

  /**
   * Lets every thread of ours run, and each part be used, but for look-ups: they load JNA, which
   * keeps a thread, and so whoever loaded JNA, for as long as it has memory of C's.
   */
  public void use() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    server.addNotificationListener(
        beans.objectName(), (notification, handback) -> told.countDown(), null, null);
    manager.getUniquePort("a");
    manager.getUniquePort("b");
    if (!told.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no notification came");
    }
    Object leases = server.getAttribute(beans.objectName(), "Leases");
    server.invoke(
        beans.operationsName().orElseThrow(),
        "releaseApplication",
        new Object[] {"a"},
        new String[] {String.class.getName()});
    if (leases == null) {
      throw new IllegalStateException("no leases were shown");
    }
  }

  public void close() {
    beans.close();
    manager.close();
  }

  public void closeManager() {
    manager.close();
  }
}
