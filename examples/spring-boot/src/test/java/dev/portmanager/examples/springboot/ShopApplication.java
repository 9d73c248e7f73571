package dev.portmanager.examples.springboot;

import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.jmx.MBeanRegistration;
import dev.portmanager.jmx.PortManagerMBeans;
import dev.portmanager.jmx.PortManagerMetrics;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application with a port manager that is seen over JMX and by Prometheus. */
@SpringBootApplication
public class ShopApplication {

  /** Creates the manager; Spring closes it, which gives back the ports that it leased. */
  @Bean
  PortManager ports() {
    return PortManagers.builder().name("shop").build();
  }

  /** Shows it over JMX, until Spring closes this. */
  @Bean
  MBeanRegistration portBeans(PortManager ports) {
    return PortManagerMBeans.register(ports);
  }

  /** Spring Boot binds it to every meter registry that it has. */
  @Bean
  PortManagerMetrics portMetrics(PortManager ports) {
    return new PortManagerMetrics(ports);
  }

  /** Starts the application. */
  public static void main(String[] arguments) {
    SpringApplication.run(ShopApplication.class, arguments);
  }
}
