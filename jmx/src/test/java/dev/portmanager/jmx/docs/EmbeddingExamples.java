package dev.portmanager.jmx.docs;

import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.jmx.ConflictPolicy;
import dev.portmanager.jmx.MBeanRegistration;
import dev.portmanager.jmx.Operation;
import dev.portmanager.jmx.PortManagerMBeans;
import dev.portmanager.jmx.PortManagerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The examples of docs/embedding.md, which quotes them from here: {@link EmbeddingTest} runs them
 * and compares the text.
 */
final class EmbeddingExamples {

  private EmbeddingExamples() {}

  static void attributes(Consumer<MBeanRegistration> look) {
    try (PortManager ports = PortManagers.builder().name("shop").build();
        MBeanRegistration beans = PortManagerMBeans.register(ports)) {
      int port = ports.getUniquePort("web");
      System.out.println(port + " is shown by " + beans.objectName());
      look.accept(beans);
    }
  }

  static void operations(PortManager ports, Consumer<MBeanRegistration> look) {
    MBeanRegistration beans =
        PortManagerMBeans.builder(ports)
            .allow(Operation.FIND, Operation.RELEASE)
            .onConflict(ConflictPolicy.SUFFIX)
            .register();
    look.accept(beans);
  }

  static void meters(PortManager ports, MeterRegistry registry) {
    new PortManagerMetrics(ports).bindTo(registry);
  }

  static void metersWithBuckets(PortManager ports, MeterRegistry registry) {
    PortManagerMetrics.builder(ports)
        .allocationBuckets(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(100))
        .build()
        .bindTo(registry);
  }

  static int server(PortManager ports) throws IOException {
    try (PortLease lease = ports.lease("orders-test");
        ServerSocketChannel server = lease.open()) { // bound and listening: nobody can be quicker
      return server.socket().getLocalPort();
    }
  }
}
