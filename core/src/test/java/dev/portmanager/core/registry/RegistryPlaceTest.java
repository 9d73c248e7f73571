package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.LeaseRegistryException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryPlaceTest {

  private static final String PROPERTY = "portmanager.registry";

  private final String before = System.getProperty(PROPERTY, "");

  @BeforeEach
  void chooseWhatIsNoPath() {
    System.setProperty(PROPERTY, "/var/\0/\u001b[2J");
  }

  @AfterEach
  void chooseAsBefore() {
    if (before.isEmpty()) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }

  @Test
  void settingThatIsNoPath_isNamed_harmlessly() {
    SimulatedHost host = SimulatedHost.of("1000", Optional.empty());
    assertThatThrownBy(() -> LeaseRegistries.open(Optional.empty(), host, lease -> {}))
        .isInstanceOf(LeaseRegistryException.class)
        .hasMessageContaining("system property portmanager.registry")
        .hasMessageContaining("\"/var/?/?[2J\"")
        .hasMessageContaining("set it to a folder");
  }
}
