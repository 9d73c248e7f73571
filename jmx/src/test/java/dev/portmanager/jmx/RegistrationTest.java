package dev.portmanager.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistrationTest {

  @TempDir Path registry;

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final List<PortManager> managers = new ArrayList<>();

  @AfterEach
  void closeManagers() {
    managers.forEach(PortManager::close);
  }

  private PortManager manager(String name) {
    PortManager manager =
        PortManagers.builder()
            .range(28_710, 28_719)
            .registry(registry.resolve("leases"))
            .name(name)
            .build();
    managers.add(manager);
    return manager;
  }

  private PortManagerMBeans.Builder builder(PortManager manager) {
    return PortManagerMBeans.builder(manager).server(server);
  }

  private Object nameOf(ObjectName bean) throws Exception {
    return server.getAttribute(bean, "Name");
  }

  @Test
  void names_areThoseOfTheContract() {
    assertThat(PortManagerMBeans.objectName("web"))
        .hasToString("dev.portmanager:type=PortManager,name=web");
    assertThat(PortManagerMBeans.operationsName("web"))
        .hasToString("dev.portmanager:type=PortManagerOperations,name=web");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a, b", "a=b", "*", "?", "a:b", "say \"hi\"", "\\", "größe"})
  void oddNames_areQuotedAndGoThere(String name) throws Exception {
    try (MBeanRegistration beans = builder(manager(name)).register()) {
      assertThat(beans.objectName().isPattern()).isFalse();
      assertThat(ObjectName.unquote(beans.objectName().getKeyProperty("name"))).isEqualTo(name);
      assertThat(nameOf(beans.objectName())).isEqualTo(name);
    }
  }

  @Test
  void close_unregistersOnce() {
    MBeanRegistration beans = builder(manager("a")).allow(Operation.FIND).register();
    ObjectName operations = beans.operationsName().orElseThrow();
    assertThat(beans.isRegistered()).isTrue();
    assertThat(server.isRegistered(operations)).isTrue();

    beans.close();
    beans.close();

    assertThat(beans.isRegistered()).isFalse();
    assertThat(server.isRegistered(beans.objectName())).isFalse();
    assertThat(server.isRegistered(operations)).isFalse();
  }

  @Test
  void withoutOperations_thereIsNoBeanOfThem() throws Exception {
    try (MBeanRegistration beans = builder(manager("a")).register()) {
      assertThat(beans.operationsName()).isEmpty();
      assertThat(server.queryNames(new ObjectName("dev.portmanager:*"), null)).hasSize(1);
      assertThat(server.getMBeanInfo(beans.objectName()).getOperations()).isEmpty();
    }
  }

  @Test
  void closingTheManager_unregisters() {
    PortManager manager = manager("a");
    MBeanRegistration beans = builder(manager).allow(Operation.values()).register();
    manager.close();
    assertThat(beans.isRegistered()).isFalse();
    assertThat(server.isRegistered(PortManagerMBeans.operationsName("a"))).isFalse();
    beans.close();
  }

  @Test
  void closedManager_cannotBeRegistered() {
    PortManager manager = manager("a");
    manager.close();
    assertThatThrownBy(() -> builder(manager).register())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(server.isRegistered(PortManagerMBeans.objectName("a"))).isFalse();
  }

  @Test
  void secondOfOneName_failsByDefault_andLeavesTheFirst() {
    MBeanRegistration first = builder(manager("a")).allow(Operation.FIND).register();
    assertThatThrownBy(() -> builder(manager("a")).allow(Operation.KILL).register())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dev.portmanager:type=PortManager,name=a")
        .hasMessageContaining("REPLACE or SUFFIX");
    assertThat(first.isRegistered()).isTrue();
    assertThat(server.isRegistered(first.operationsName().orElseThrow())).isTrue();
  }

  @Test
  void takenOperationsName_registersNeither() throws Exception {
    ObjectName taken = PortManagerMBeans.operationsName("a");
    server.registerMBean(new StandardMBean(() -> {}, Runnable.class), taken);
    assertThatThrownBy(() -> builder(manager("a")).allow(Operation.FIND).register())
        .isInstanceOf(IllegalStateException.class);
    assertThat(server.isRegistered(PortManagerMBeans.objectName("a"))).isFalse();
    assertThat(server.isRegistered(taken)).isTrue();
  }

  @Test
  void unregisteredByAnother_endsBothBeans() throws Exception {
    MBeanRegistration beans = builder(manager("a")).allow(Operation.FIND).register();
    server.unregisterMBean(beans.objectName());
    assertThat(beans.isRegistered()).isFalse();
    assertThat(server.isRegistered(beans.operationsName().orElseThrow())).isFalse();
  }

  @Test
  void suffix_givesBothBeansANameOfTheirOwn() throws Exception {
    builder(manager("a")).register();
    MBeanRegistration second =
        builder(manager("a")).allow(Operation.FIND).onConflict(ConflictPolicy.SUFFIX).register();
    MBeanRegistration third = builder(manager("a")).onConflict(ConflictPolicy.SUFFIX).register();
    assertThat(second.objectName()).isEqualTo(PortManagerMBeans.objectName("a-2"));
    assertThat(second.operationsName()).contains(PortManagerMBeans.operationsName("a-2"));
    assertThat(third.objectName()).isEqualTo(PortManagerMBeans.objectName("a-3"));
    assertThat(nameOf(third.objectName())).isEqualTo("a");
  }

  @Test
  void replace_takesTheName_andTheOldHandleLeavesTheNewBeanAlone() {
    MBeanRegistration first = builder(manager("a")).allow(Operation.KILL).register();
    MBeanRegistration second = builder(manager("a")).onConflict(ConflictPolicy.REPLACE).register();
    assertThat(first.isRegistered()).isFalse();
    assertThat(server.isRegistered(PortManagerMBeans.operationsName("a"))).isFalse();

    first.close();

    assertThat(second.isRegistered()).isTrue();
    assertThat(server.isRegistered(second.objectName())).isTrue();
  }

  @Test
  void platformServer_isTheDefault() {
    try (MBeanRegistration beans = PortManagerMBeans.register(manager("platform-test"))) {
      assertThat(java.lang.management.ManagementFactory.getPlatformMBeanServer())
          .satisfies(platform -> assertThat(platform.isRegistered(beans.objectName())).isTrue());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 0.51, Double.NaN})
  void lowThreshold_hasBounds(double share) {
    assertThatThrownBy(() -> builder(manager("a")).lowThreshold(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("" + share);
  }
}
