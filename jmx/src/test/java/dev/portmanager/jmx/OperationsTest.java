package dev.portmanager.jmx;

import static dev.portmanager.jmx.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.KillOutcome;
import dev.portmanager.LeaseRequest;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.jmx.source.OperationCounts;
import dev.portmanager.jmx.source.OperationCounts.Method;
import dev.portmanager.jmx.source.OperationCounts.Outcome;
import dev.portmanager.testkit.ChildListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanException;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations over a real connector, as a console calls them. */
@Timeout(120)
class OperationsTest {

  private static final int MIN = 28_720;
  private static final int MAX = 28_739;

  @TempDir Path registry;

  private PortManager manager;
  private MBeanRegistration beans;
  private RemoteConsole console;
  private PortManagerOperationsMXBean operations;

  @BeforeEach
  void connect() throws Exception {
    manager = manager("operations-test");
    beans = PortManagerMBeans.builder(manager).allow(Operation.values()).register();
    console = new RemoteConsole();
    operations = console.operations(beans);
  }

  @AfterEach
  void disconnect() throws Exception {
    console.close();
    manager.close();
  }

  private PortManager manager(String name) {
    return PortManagers.builder()
        .range(MIN, MAX)
        .registry(registry.resolve("leases"))
        .name(name)
        .build();
  }

  /** A child that listens on a port of the manager's range. */
  private ChildListener managedChild() {
    return ChildListener.builder().port(manager.getUniquePort("child")).start();
  }

  private long counted(Method method, Outcome outcome) {
    return OperationCounts.of(manager).total(method, outcome);
  }

  @Test
  void findAndKill_endWhatWasFound() throws Exception {
    try (ChildListener child = managedChild()) {
      ProcessOnPort found = operations.findProcessOnPort(child.port());
      assertThat(found.outcome()).isEqualTo(ProcessOnPort.Outcome.FOUND);
      assertThat(found.pid()).isEqualTo(child.pid());
      assertThat(found.command()).endsWith("java").doesNotContain("-cp", "ListenerMain");
      assertThat(found.startedAt()).isNotNull();
      assertThat(found.owners()).hasSize(1);

      KillSnapshot rehearsed = operations.killProcessOnPort(child.port(), child.pid(), true);
      assertThat(rehearsed.dryRun()).isTrue();
      assertThat(rehearsed.processes())
          .extracting(KillSnapshot.KilledProcess::result)
          .containsExactly(KillOutcome.Result.WOULD_KILL);
      assertThat(child.process().isAlive()).isTrue();

      KillSnapshot killed = operations.killProcessOnPort(child.port(), child.pid(), false);
      assertThat(killed.freed()).isTrue();
      assertThat(killed.processes())
          .extracting(KillSnapshot.KilledProcess::pid)
          .containsExactly(child.pid());
      assertThat(killed.processes().get(0).name()).doesNotContain(" ");
      assertThat(child.awaitExit(Duration.ofSeconds(20))).isPresent();
      assertThat(operations.findProcessOnPort(child.port()).outcome())
          .isEqualTo(ProcessOnPort.Outcome.NOT_FOUND);
      assertThat(counted(Method.KILL_PROCESS_ON_PORT, Outcome.SUCCESS)).isEqualTo(2);
      eventually(
          () ->
              assertThat(console.view(beans.objectName()).getKillTotal())
                  .as("dry runs do not count")
                  .isEqualTo(1));
    }
  }

  @Test
  void whatJConsoleFillsIn_killsNothing() throws Exception {
    assertThatThrownBy(() -> operations.killProcessOnPort(0, 0, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("port must be 1-65535 but was 0");
    try (ChildListener child = managedChild()) {
      assertThatThrownBy(() -> operations.killProcessOnPort(child.port(), 0, true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expectedPid must be at least 1");
      assertThatThrownBy(() -> operations.killProcessOnPort(child.port(), 0, false))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(child.process().isAlive()).isTrue();
    }
    assertThat(counted(Method.KILL_PROCESS_ON_PORT, Outcome.ERROR)).isEqualTo(3);
  }

  @Test
  void anotherPidThanExpected_isRefused() throws Exception {
    try (ChildListener child = managedChild();
        ChildListener bystander = ChildListener.builder().start()) {
      KillSnapshot refused = operations.killProcessOnPort(child.port(), bystander.pid(), false);
      assertThat(refused.freed()).isFalse();
      assertThat(refused.processes())
          .extracting(KillSnapshot.KilledProcess::result)
          .containsExactly(KillOutcome.Result.REFUSED);
      assertThat(child.process().isAlive()).isTrue();
      assertThat(bystander.process().isAlive()).isTrue();
    }
  }

  @Test
  void portOutsideOfThePool_isRefusedUnlessAllowed() throws Exception {
    try (ChildListener stranger = ChildListener.builder().start()) {
      assertThatThrownBy(() -> operations.killProcessOnPort(stranger.port(), stranger.pid(), false))
          .isInstanceOf(SecurityException.class)
          .hasMessageContaining(MIN + "-" + MAX);
      assertThat(stranger.process().isAlive()).isTrue();
      assertThat(counted(Method.KILL_PROCESS_ON_PORT, Outcome.DENIED)).isEqualTo(1);

      beans.close();
      beans =
          PortManagerMBeans.builder(manager)
              .allow(Operation.KILL)
              .allowUnmanagedPorts(true)
              .register();
      KillSnapshot killed =
          console.operations(beans).killProcessOnPort(stranger.port(), stranger.pid(), false);
      assertThat(killed.freed()).isTrue();
    }
  }

  @Test
  void ownProcess_isNeverEnded() throws Exception {
    try (java.nio.channels.ServerSocketChannel own = manager.lease("own").open()) {
      int port = own.socket().getLocalPort();
      KillSnapshot refused =
          operations.killProcessOnPort(port, ProcessHandle.current().pid(), false);
      assertThat(refused.processes())
          .extracting(KillSnapshot.KilledProcess::result)
          .containsExactly(KillOutcome.Result.REFUSED);
      assertThat(own.isOpen()).isTrue();
    }
  }

  @Test
  void operationThatIsNotAllowed_isRefusedCountedAndTold() throws Exception {
    beans.close();
    beans = PortManagerMBeans.builder(manager).allow(Operation.FIND).register();
    LinkedBlockingQueue<Notification> told = new LinkedBlockingQueue<>();
    console
        .connection()
        .addNotificationListener(beans.objectName(), (n, handback) -> told.add(n), null, null);
    try (ChildListener child = managedChild()) {
      PortManagerOperationsMXBean few = console.operations(beans);
      assertThatThrownBy(() -> few.killProcessOnPort(child.port(), child.pid(), false))
          .isInstanceOf(SecurityException.class)
          .hasMessageContaining("KILL");
      assertThatThrownBy(() -> few.releasePort(child.port())).isInstanceOf(SecurityException.class);
      assertThat(few.findProcessOnPort(child.port()).pid()).isEqualTo(child.pid());
      assertThat(child.process().isAlive()).isTrue();
    }
    assertThat(counted(Method.KILL_PROCESS_ON_PORT, Outcome.DENIED)).isEqualTo(1);
    assertThat(counted(Method.RELEASE_PORT, Outcome.DENIED)).isEqualTo(1);
    Notification denied = told.poll(20, TimeUnit.SECONDS);
    assertThat(denied).isNotNull();
    assertThat(denied.getType()).isEqualTo("portmanager.operation.denied");
    assertThat(((CompositeData) denied.getUserData()).get("operation"))
        .isEqualTo("killProcessOnPort");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 65_536, 70_000, Integer.MAX_VALUE})
  void portOutOfBounds_isASentence(int port) {
    assertThatThrownBy(() -> operations.findProcessOnPort(port)).satisfies(this::isSentence);
    assertThatThrownBy(() -> operations.findLease(port)).satisfies(this::isSentence);
    assertThatThrownBy(() -> operations.releasePort(port)).satisfies(this::isSentence);
    assertThatThrownBy(() -> operations.killProcessOnPort(port, 4711, false))
        .satisfies(this::isSentence)
        .hasMessageContaining("" + port);
  }

  private void isSentence(Throwable failure) {
    assertThat(failure).isExactlyInstanceOf(IllegalArgumentException.class).hasNoCause();
    assertThat(failure.getMessage()).contains("must").hasSizeLessThan(400);
  }

  @Test
  void oddNames_areASentence() {
    for (String name :
        new String[] {"", " ", "\n", "a\u0000b", "x".repeat(129), "x".repeat(10_000_000)}) {
      assertThatThrownBy(() -> operations.releaseApplication(name)).satisfies(this::isSentence);
    }
    assertThatThrownBy(() -> operations.releaseApplication(null)).satisfies(this::isSentence);
    assertThat(counted(Method.RELEASE_APPLICATION, Outcome.ERROR)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, Long.MIN_VALUE})
  void pidOutOfBounds_isASentence(long pid) {
    assertThatThrownBy(() -> operations.killProcessOnPort(MIN, pid, false))
        .satisfies(this::isSentence);
  }

  @Test
  void nullForANumber_isRefusedByTheServer() {
    ObjectName name = beans.operationsName().orElseThrow();
    assertThatThrownBy(
            () ->
                console
                    .connection()
                    .invoke(
                        name,
                        "killProcessOnPort",
                        new Object[] {null, null, null},
                        new String[] {"int", "long", "boolean"}))
        .isNotInstanceOf(MBeanException.class)
        .hasStackTraceContaining("IllegalArgumentException");
  }

  @Test
  void release_givesBackOwnAndTimedLeases_butNotThoseOfOthers() throws Exception {
    int own = manager.getUniquePort("web");
    assertThat(operations.findLease(own).application()).isEqualTo("web");
    assertThat(operations.findLease(own).pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(operations.releaseApplication("web")).isEqualTo(1);
    assertThat(operations.findLease(own)).isNull();
    assertThat(operations.releaseApplication("web")).isZero();
    assertThat(operations.releasePort(own)).isFalse();

    int timed =
        manager.lease(LeaseRequest.builder("timed").duration(Duration.ofMinutes(5)).build()).port();
    assertThat(operations.findLease(timed).pid()).isNull();
    assertThat(operations.findLease(timed).expiresAt()).isNotNull();
    assertThat(operations.releasePort(timed)).isTrue();

    try (ChildListener other = ChildListener.builder().start()) {
      int held = manager.lease(LeaseRequest.builder("other").holderPid(other.pid()).build()).port();
      try (PortManager another = manager("another")) {
        MBeanRegistration theirs =
            PortManagerMBeans.builder(another).allow(Operation.RELEASE).register();
        PortManagerOperationsMXBean elsewhere = console.operations(theirs);
        assertThatThrownBy(() -> elsewhere.releasePort(held))
            .isExactlyInstanceOf(IllegalStateException.class)
            .hasNoCause()
            .hasMessageContaining("pid " + other.pid());
      }
      assertThat(operations.findLease(held).application()).isEqualTo("other");
    }
  }

  @Test
  void registerThatCannotBeRead_isAnExceptionThatEveryConsoleKnows() throws Exception {
    Files.move(registry.resolve("leases"), registry.resolve("moved"));
    Files.writeString(registry.resolve("leases"), "a file, not a folder");
    assertThatThrownBy(() -> operations.findLease(MIN))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasNoCause()
        .hasMessageContaining("leases");
    eventually(
        () ->
            assertThatThrownBy(() -> console.view(beans.objectName()).getAllocatedCount())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasNoCause());
  }
}
