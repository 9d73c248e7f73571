package dev.portmanager.os.macos.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.Diagnosis;
import dev.portmanager.Listener;
import dev.portmanager.NativeCallException;
import dev.portmanager.Ownership;
import dev.portmanager.Protocol;
import dev.portmanager.os.macos.MacProcessKiller;
import dev.portmanager.os.macos.jna.Errno;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.testkit.ChildListener;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the back end makes of a kernel that misbehaves. Started by {@link StandInTest} alone. */
class StandInFaults {

  private static final int SELF = (int) ProcessHandle.current().pid();
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final ProcessKiller killer = new MacProcessKiller();

  @BeforeEach
  @AfterEach
  void behave() {
    Control.standin_behave();
  }

  @Test
  void listenerOfAProcessThatRefuses_isHidden_withCountAndRemedy() {
    try (ChildListener child = ChildListener.builder().start()) {
      Control.standin_misbehave(Control.REFUSE, (int) child.pid(), Errno.EPERM);
      List<Listener> found = on(child.port());
      assertThat(found).hasSize(1);
      assertThat(found.get(0).address()).isEqualTo(child.address());
      assertThat(((Ownership.Hidden) found.get(0).ownership()).reason())
          .containsPattern("1 of \\d+ processes may not be looked into")
          .contains("sudo");
      assertThat(killer.diagnose())
          .anyMatch(d -> d.topic().equals("owners") && d.level() == Diagnosis.Level.LIMITED);
    }
  }

  @Test
  void wildcardListenerOfAProcessThatRefuses_isHiddenOnce() {
    try (ChildListener child = ChildListener.builder().wildcard().start()) {
      Control.standin_misbehave(Control.REFUSE, (int) child.pid(), Errno.EPERM);
      assertThat(on(child.port())).hasSize(1);
    }
  }

  @Test
  void freePort_isNoListener_thoughAProcessRefuses() {
    try (ChildListener child = ChildListener.builder().start()) {
      int port = child.port();
      child.closeSockets();
      Control.standin_misbehave(Control.REFUSE, (int) child.pid(), Errno.EPERM);
      assertThat(on(port)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EPERM, Errno.ENOMEM, Errno.EINVAL})
  void noListOfProcesses_isAnError_withItsNumber(int code) {
    Control.standin_misbehave(Control.LIST_ERROR, 0, code);
    assertThatThrownBy(() -> on(8050))
        .isInstanceOfSatisfying(
            NativeCallException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining("proc_listpids");
  }

  @Test
  void processThatVanishesDuringThePass_isPassedOver() {
    try (ChildListener child = ChildListener.builder().start();
        ChildListener other = ChildListener.builder().start()) {
      Control.standin_misbehave(Control.VANISH, (int) child.pid(), 1);
      assertThat(on(child.port())).isEmpty();
      assertThat(on(other.port())).hasSize(1);
      assertThat(killer.pin(child.pid())).isEmpty();
    }
  }

  @Test
  void socketsThatCloseDuringThePass_arePassedOver() {
    try (ChildListener child = ChildListener.builder().count(20).start()) {
      Control.standin_misbehave(Control.CLOSING, 0, 2);
      ListenerQuery query = ListenerQuery.ofPorts(child.ports(), Protocol.TCP);
      List<Listener> found = killer.listeners(query);
      assertThat(found).hasSizeBetween(1, 19);
      assertThat(child.ports()).containsAll(found.stream().map(Listener::port).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 791, 792})
  void structThatIsNotWhole_isNotBelieved(int missing) {
    try (ChildListener child = ChildListener.builder().start()) {
      Control.standin_misbehave(Control.SHORT_STRUCT, 0, missing);
      assertThat(on(child.port())).isEmpty();
    }
  }

  @Test
  void processThatBecomesAnotherProgramBeforeTheSignal_isSignalledAllTheSame() throws Exception {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = killer.pin(child.pid()).orElseThrow()) {
      Control.standin_behave();
      Control.standin_misbehave(Control.EXEC, (int) child.pid(), 3);
      assertThat(pin.terminate().status()).isEqualTo(SignalOutcome.Status.SENT);
      assertThat(Control.standin_calls(Control.SIGNAL)).isEqualTo(4);
      assertThat(pin.awaitExit(DEADLINE)).isTrue();
      assertThat(pin.weakness()).isEmpty();
    }
  }

  @Test
  void pass_callsOnceForTheList_onceForAProcess_onceForASocket() throws Exception {
    try (ServerSocket one = new ServerSocket(0);
        ServerSocket two = new ServerSocket(0)) {
      on(1); // whatever is made at first use
      Control.standin_behave();
      assertThat(on(1)).isEmpty();
      long processes = ProcessHandle.allProcesses().count();
      long sockets = Control.standin_calls(Control.FDINFO);
      assertThat(Control.standin_calls(Control.LISTPIDS)).isOne();
      assertThat(Control.standin_calls(Control.LISTFDS)).isEqualTo(processes);
      assertThat(sockets).isGreaterThanOrEqualTo(2);
      assertThat(Control.standin_calls(Control.OTHER)).isZero();
      Control.standin_behave();
      killer.listeners(
          ListenerQuery.ofPorts(List.of(one.getLocalPort(), two.getLocalPort(), 1), Protocol.TCP));
      // The owner's own facts come on top, once, however many ports there are.
      assertThat(Control.standin_calls(Control.LISTPIDS)).isOne();
      assertThat(Control.standin_calls(Control.LISTFDS)).isEqualTo(processes);
      assertThat(Control.standin_calls(Control.FDINFO)).isEqualTo(sockets);
      assertThat(Control.standin_calls(Control.OTHER)).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void fourThousandProcesses_areListedInOnePass_growingTwiceAtMost() {
    try (ChildListener child = ChildListener.builder().start()) {
      Control.standin_misbehave(Control.EXTRA_PIDS, 0, 4_200);
      assertThat(on(child.port())).hasSize(1);
      assertThat(Control.standin_calls(Control.LISTPIDS)).isLessThanOrEqualTo(3);
      assertThat(Control.standin_calls(Control.LISTFDS)).isGreaterThan(4_200);
      long before = Control.standin_calls(Control.LISTPIDS);
      assertThat(on(child.port())).hasSize(1);
      assertThat(Control.standin_calls(Control.LISTPIDS)).isEqualTo(before + 1);
    }
  }

  @Test
  void descriptors_leaveNoGarbage() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] allocated = new long[2];
    for (int descriptors : new int[] {100, 30_000}) {
      Control.standin_misbehave(Control.EXTRA_FDS, SELF, descriptors);
      for (int i = 0; i < 5; i++) {
        on(1);
      }
      Control.standin_misbehave(Control.EXTRA_FDS, SELF, descriptors);
      long before = threads.getCurrentThreadAllocatedBytes();
      on(1);
      allocated[descriptors == 100 ? 0 : 1] = threads.getCurrentThreadAllocatedBytes() - before;
    }
    // A byte for ten descriptors would be a leak of the JIT's, an object at least 16 for each.
    assertThat(allocated[1] - allocated[0]).isLessThan(29_900 / 10);
  }

  @Test
  void listOfDescriptorsThatGrows_isReadWhole() {
    try (ServerSocket socket = new ServerSocket(0)) {
      Control.standin_misbehave(Control.EXTRA_FDS, SELF, 50_000);
      Control.standin_behave();
      Control.standin_misbehave(Control.EXTRA_FDS, SELF, 50_000);
      assertThat(on(socket.getLocalPort())).hasSize(1);
      assertThat(Control.standin_calls(Control.FDINFO)).isGreaterThan(50_000);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<Listener> on(int port) {
    return killer.listeners(ListenerQuery.ofPort(port, Protocol.TCP));
  }
}
