package dev.portmanager.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portmanager.Diagnosis;
import dev.portmanager.NoFreePortException;
import dev.portmanager.PortRange;
import dev.portmanager.PortState;
import dev.portmanager.spi.PortManagerSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ports that the system keeps from everybody, as Windows does: they cannot be bound. */
class ReservedPortsTest {

  @TempDir Path folder;
  private final SimulatedBackEnd backEnd = new SimulatedBackEnd();
  private PortRange range;
  private DefaultPortManager manager;
  private Socket bound;

  @BeforeEach
  void reserveTheFirst() throws IOException {
    range = FreeWindow.of(3);
    bound = new Socket();
    bound.bind(new InetSocketAddress(range.min()));
    backEnd.reserves(range.min());
    manager =
        new DefaultPortManager(
            new PortManagerSettings(
                range,
                Optional.of(folder.resolve("r")),
                Set.of(),
                Duration.ZERO,
                "reserved",
                Optional.of(backEnd)));
  }

  @AfterEach
  void close() throws IOException {
    manager.close();
    bound.close();
  }

  @Test
  void reservedPort_isForbidden_passedOver_andCountedAsSuch() {
    assertThat(manager.status(range.min()).state()).isEqualTo(PortState.FORBIDDEN);
    assertThat(manager.status(range.min()).reason()).isEqualTo("kept for others");
    assertThat(Set.of(manager.getUniquePort("a"), manager.getUniquePort("b")))
        .containsExactlyInAnyOrder(range.min() + 1, range.max());
    NoFreePortException full =
        catchThrowableOfType(NoFreePortException.class, () -> manager.getUniquePort("c"));
    assertThat(full.count(PortState.FORBIDDEN)).isEqualTo(1);
    assertThat(full.count(PortState.IN_USE)).isZero();
    assertThat(full).hasMessageContaining("1 forbidden (" + range.min() + " kept for others)");
  }

  @Test
  void doctor_tellsOfReservedPortsInTheRange() {
    assertThat(manager.diagnose())
        .filteredOn(finding -> finding.level() == Diagnosis.Level.LIMITED)
        .anyMatch(
            finding ->
                finding.message().contains("passed over: 1; " + range.min() + ", kept for others"));
  }
}
