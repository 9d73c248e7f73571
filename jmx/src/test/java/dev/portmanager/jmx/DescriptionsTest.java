package dev.portmanager.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a console shows before it reads any value. */
@Timeout(60)
class DescriptionsTest {

  @TempDir Path registry;

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private PortManager manager;
  private MBeanRegistration beans;

  @BeforeEach
  void register() {
    manager = PortManagers.builder().registry(registry.resolve("leases")).build();
    beans = PortManagerMBeans.builder(manager).server(server).allow(Operation.values()).register();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private MBeanInfo view() throws Exception {
    return server.getMBeanInfo(beans.objectName());
  }

  private MBeanInfo operations() throws Exception {
    return server.getMBeanInfo(beans.operationsName().orElseThrow());
  }

  private static void hasText(MBeanFeatureInfo feature) {
    assertThat(feature.getDescription())
        .isNotBlank()
        .isNotEqualTo(feature.getName())
        .doesNotContain("<", "exposed for management");
  }

  @Test
  void attributes_areAllOfTheContract_withTextsAndUnits() throws Exception {
    List<MBeanAttributeInfo> attributes = Arrays.asList(view().getAttributes());
    assertThat(attributes)
        .extracting(MBeanAttributeInfo::getName)
        .contains("Name", "PortRanges", "Version", "StartTime")
        .contains("PoolSize", "AllocatedCount", "AvailableCount", "CoolingCount", "Utilization")
        .contains("AllocationTotal", "ExhaustedTotal", "ConflictTotal", "ReleaseTotal")
        .contains("KillTotal", "KillFailedTotal", "MeanAllocationMillis", "MaxAllocationMillis")
        .contains("OldestLeaseAgeSeconds", "Leases", "LeaseSummary", "PortsByApplication")
        .contains("OperationsEnabled", "EnabledOperations")
        .contains("DroppedEventTotal", "DroppedNotificationTotal", "Findings")
        .contains("OwnerSearch");
    assertThat(attributes).allSatisfy(DescriptionsTest::hasText);
    assertThat(attributes).noneMatch(MBeanAttributeInfo::isWritable);
    assertThat(attributes)
        .filteredOn(a -> List.of("int", "long", "double").contains(a.getType()))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            a -> {
              Object units = a.getDescriptor().getFieldValue("units");
              assertThat(units).as(a.getName()).isNotNull();
              assertThat(a.getDescription()).endsWith(" [" + units + "]");
            });
  }

  @Test
  void beans_haveTexts() throws Exception {
    assertThat(view().getDescription()).startsWith("Port pool");
    assertThat(operations().getDescription()).startsWith("Operations");
  }

  @Test
  void operations_haveTextsImpactsAndNamedParameters() throws Exception {
    List<MBeanOperationInfo> all = Arrays.asList(operations().getOperations());
    assertThat(all)
        .extracting(MBeanOperationInfo::getName)
        .containsExactly(
            "findProcessOnPort",
            "findLease",
            "releaseApplication",
            "releasePort",
            "killProcessOnPort");
    assertThat(all).allSatisfy(DescriptionsTest::hasText);
    assertThat(all).noneMatch(o -> o.getImpact() == MBeanOperationInfo.UNKNOWN);
    assertThat(all)
        .flatExtracting(o -> Arrays.asList(o.getSignature()))
        .allSatisfy(
            p -> {
              hasText(p);
              assertThat(p.getName()).doesNotMatch("p\\d+");
            });
    assertThat(all)
        .filteredOn(o -> o.getName().equals("killProcessOnPort"))
        .flatExtracting(o -> Arrays.asList(o.getSignature()))
        .extracting(MBeanParameterInfo::getName)
        .containsExactly("port", "expectedPid", "dryRun");
  }

  @Test
  void notifications_areAnnounced() throws Exception {
    MBeanNotificationInfo[] kinds = view().getNotifications();
    assertThat(kinds).allSatisfy(DescriptionsTest::hasText);
    assertThat(kinds)
        .flatExtracting(kind -> Arrays.asList(kind.getNotifTypes()))
        .containsExactlyInAnyOrder(
            "portmanager.port.allocated",
            "portmanager.port.released",
            "portmanager.pool.exhausted",
            "portmanager.pool.low",
            "portmanager.process.killed",
            "portmanager.operation.denied");
    assertThat(operations().getNotifications()).isEmpty();
  }

  @Test
  void operationsThatAreNotAllowed_areNotShown() throws Exception {
    beans.close();
    try (MBeanRegistration few =
        PortManagerMBeans.builder(manager).server(server).allow(Operation.RELEASE).register()) {
      assertThat(server.getMBeanInfo(few.operationsName().orElseThrow()).getOperations())
          .extracting(MBeanOperationInfo::getName)
          .containsExactlyInAnyOrder("releaseApplication", "releasePort");
      assertThat((String[]) server.getAttribute(few.objectName(), "EnabledOperations"))
          .containsExactly("RELEASE");
      assertThat(server.getAttribute(few.objectName(), "OperationsEnabled")).isEqualTo(true);
    }
  }
}
