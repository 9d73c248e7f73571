package dev.portmanager.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.Diagnosis;
import dev.portmanager.LeaseRegistryException;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.PortRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The process-wide managers, over the real back end of the system that the tests run on. */
@EnabledOnOs(OS.LINUX)
class PortManagersTest {

  private static final String REGISTRY = "portmanager.registry";

  @TempDir Path folder;
  private final PortRange range = FreeWindow.of(4);

  @BeforeEach
  void chooseRegistry() {
    System.setProperty(REGISTRY, folder.resolve("r").toString());
  }

  @AfterEach
  void forgetRegistry() {
    PortManagers.getInstance().close();
    System.clearProperty(REGISTRY);
  }

  @Test
  void rangeOfTheFirstCallWinsAndALaterOneIsWarnedOf() {
    try (LogCapture log = new LogCapture(CoreProvider.class.getName())) {
      PortManager first = PortManagers.getInstance(range.min(), range.max());
      PortManager second = PortManagers.getInstance(9000, 9001);

      assertThat(second).isSameAs(first);
      assertThat(second.getMinPort()).isEqualTo(range.min());
      assertThat(log.messages(Level.WARNING)).hasSize(1);
      assertThat(log.messages(Level.WARNING).get(0))
          .contains(range.toString())
          .contains("9000-9001");
    }
  }

  @Test
  void closedSingletonIsReplaced() {
    PortManager first = PortManagers.getInstance(range.min(), range.max());
    first.close();

    PortManager next = PortManagers.getInstance();

    assertThat(next).isNotSameAs(first);
    assertThat(next.getMinPort()).isEqualTo(PortRange.DEFAULT.min());
  }

  @Test
  void everyRangeHasAManagerOfItsOwn() {
    try (PortManager one = PortManagers.forRange(range.min(), range.max());
        PortManager other = PortManagers.forRange(range.min(), range.max() + 1)) {
      assertThat(PortManagers.forRange(range.min(), range.max())).isSameAs(one);
      assertThat(other).isNotSameAs(one);
      assertThat(other.getUniquePort("web")).isNotEqualTo(one.getUniquePort("web"));
    }
    try (PortManager again = PortManagers.forRange(range.min(), range.max())) {
      assertThat(again.getUniquePort("web")).isBetween(range.min(), range.max());
    }
  }

  @Test
  void functionsUseTheSingleton() {
    int port = PortManagers.getUniquePort("web", range.min(), range.max());

    assertThat(PortManagers.getUniquePort("web")).isEqualTo(port);
    assertThat(PortManagers.getInstance().getAppPorts()).containsEntry("web", port);
    assertThat(PortManagers.killProcessOnPort(port)).isFalse();
    assertThat(PortManagers.releasePort("web")).isTrue();
    assertThat(PortManagers.releasePort("web", range.min(), range.max())).isFalse();
  }

  @Test
  void registerThatCannotBeOpened_isAFinding_amongAllOthers() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    PortManagers.Builder builder = PortManagers.builder().registry(file);

    assertThatThrownBy(builder::build).isInstanceOf(LeaseRegistryException.class);
    assertThat(builder.diagnose())
        .extracting(Diagnosis::topic)
        .contains("back end", "sockets", "range " + PortRange.DEFAULT);
    assertThat(builder.diagnose())
        .filteredOn(finding -> finding.topic().equals("registry"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Diagnosis.Level.BROKEN))
        .satisfies(finding -> assertThat(finding.message()).contains(file.toString()));
  }

  @Test
  void badArgumentsAreRefusedWithTheValueAndTheBounds() {
    assertThatThrownBy(() -> PortManagers.getInstance(0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a port must be 1-65535 but was 0");
    assertThatThrownBy(() -> PortManagers.builder().range(10, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10-9");
    assertThatThrownBy(() -> PortManagers.getInstance().isPortInUse(70_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("70000");
    assertThatThrownBy(() -> PortManagers.getUniquePort(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("blank");
    assertThatThrownBy(() -> PortManagers.getInstance().killProcessOnPort(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
