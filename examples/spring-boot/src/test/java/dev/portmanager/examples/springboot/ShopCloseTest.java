package dev.portmanager.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.PortManager;
import dev.portmanager.jmx.PortManagerMBeans;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What is left when the application has closed: nothing. */
@Timeout(120)
class ShopCloseTest {

  @Test
  void beansMetersAndLeasesGo() {
    MBeanServer platform = ManagementFactory.getPlatformMBeanServer();
    PortManager ports;
    MeterRegistry registry;
    try (ConfigurableApplicationContext application =
        new SpringApplicationBuilder(ShopApplication.class).web(WebApplicationType.NONE).run()) {
      ports = application.getBean(PortManager.class);
      registry = application.getBean(MeterRegistry.class);
      ports.getUniquePort("checkout");
      assertThat(platform.isRegistered(PortManagerMBeans.objectName("shop"))).isTrue();
      assertThat(registry.find("portmanager.pool.size").meter()).isNotNull();
    }
    assertThat(platform.isRegistered(PortManagerMBeans.objectName("shop"))).isFalse();
    assertThat(registry.find("portmanager.pool.size").meter()).isNull();
    assertThat(ports.leases()).isEmpty();
  }
}
