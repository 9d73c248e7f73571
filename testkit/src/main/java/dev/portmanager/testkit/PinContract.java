package dev.portmanager.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Protocol;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import dev.portmanager.spi.SignalOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link PinnedProcess} has to do. */
public abstract class PinContract extends ListingContract {

  /** For {@link ProcessKillerContract} only. */
  PinContract() {}

  @Test
  void pin_ofPidThatNoProcessHas_isEmpty() {
    for (long pid : Fixtures.PIDS_OF_NOBODY) {
      assertTrue(processKiller().pin(pid).isEmpty(), "pid " + pid);
    }
  }

  @Test
  void pin_ofEndedProcess_isEmpty() {
    try (ChildListener child = ChildListener.builder().start()) {
      child.kill();
      assertTrue(processKiller().pin(child.pid()).isEmpty());
    }
  }

  @Test
  void pin_ofEndedProcessThatIsNotReaped_isEmpty() {
    try (SharedListener shared = Fixtures.shared(startSharedListener(1))) {
      long pid = Fixtures.unreaped(shared);
      assertTrue(processKiller().pin(pid).isEmpty());
    }
  }

  @Test
  void pin_ofOrdinaryProcess_isNotProtected() {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      assertEquals(Optional.empty(), pin.protection());
    }
  }

  @Test
  void listensOn_isTrueForItsPortAndProtocolAlone() {
    try (ChildListener child = ChildListener.builder().start();
        ChildListener other = ChildListener.builder().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      assertTrue(pin.listensOn(Protocol.TCP, child.port()));
      assertFalse(pin.listensOn(Protocol.UDP, child.port()));
      assertFalse(pin.listensOn(Protocol.TCP, other.port()));
    }
  }

  @Test
  void listensOn_ofEverySharer_isTrue() {
    try (SharedListener shared = Fixtures.shared(startSharedListener(2))) {
      for (long pid : shared.workers()) {
        try (PinnedProcess pin = Fixtures.pin(processKiller(), pid)) {
          assertTrue(pin.listensOn(Protocol.TCP, shared.port()), "worker " + pid);
        }
      }
    }
  }

  @Test
  void listensOn_isFalse_onceTheSocketIsClosed_thoughTheProcessLives() {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      assertTrue(pin.listensOn(Protocol.TCP, child.port()));
      child.closeSockets();
      assertFalse(pin.listensOn(Protocol.TCP, child.port()));
      assertTrue(child.process().isAlive());
    }
  }

  @Test
  void listensOn_isFalse_onceTheProcessEnded_thoughAnotherHasThePort() {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      child.kill();
      assertFalse(pin.listensOn(Protocol.TCP, child.port()));
      try (ChildListener successor = ChildListener.builder().port(child.port()).start()) {
        assertTrue(successor.process().isAlive());
        assertFalse(pin.listensOn(Protocol.TCP, child.port()));
      }
    }
  }

  @Test
  void terminate_endsAnOrdinaryProcess() throws InterruptedException {
    assumeTrue(terminateStatus() == SignalOutcome.Status.SENT, "nothing gentle reaches it here");
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      assertEquals(SignalOutcome.Status.SENT, pin.terminate().status());
      assertTrue(pin.awaitExit(Child.DEADLINE));
      assertTrue(child.awaitExit(Child.DEADLINE).isPresent());
      assertGone(pin);
    }
  }

  @Test
  void terminate_ofStubbornProcess_isSentButDoesNotEndIt_andKillDoes() throws InterruptedException {
    try (ChildListener child = ChildListener.builder().stubborn().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      assertEquals(terminateStatus(), pin.terminate().status());
      if (terminateStatus() == SignalOutcome.Status.SENT) {
        child.awaitTerminationRequest();
      }
      assertFalse(pin.awaitExit(Duration.ofMillis(200)));
      assertTrue(pin.listensOn(Protocol.TCP, child.port()));
      assertEquals(SignalOutcome.Status.SENT, pin.kill().status());
      assertTrue(pin.awaitExit(Child.DEADLINE));
      assertTrue(child.awaitExit(Child.DEADLINE).isPresent());
      assertGone(pin);
    }
  }

  @Test
  void signals_ofProcessThatEndedByItself_answerGone() throws InterruptedException {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      child.exit(0);
      assertTrue(child.awaitExit(Child.DEADLINE).isPresent());
      assertGone(pin);
    }
  }

  @Test
  void signals_reachNobody_onceThePidBelongsToAnotherProcess()
      throws IOException, InterruptedException {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      child.kill();
      Optional<ProcessHandle> successor = startWithPid(child.pid());
      assumeTrue(successor.isPresent(), "no process can be given a certain pid here");
      ProcessHandle process = successor.orElseThrow();
      try {
        assertGone(pin);
        assertFalse(pin.listensOn(Protocol.TCP, child.port()));
        assertTrue(process.isAlive(), "the pin's signal reached another process");
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static void assertGone(PinnedProcess pin) throws InterruptedException {
    assertEquals(SignalOutcome.Status.GONE, pin.terminate().status());
    assertEquals(SignalOutcome.Status.GONE, pin.kill().status());
    assertTrue(pin.awaitExit(Duration.ZERO));
  }

  @Test
  void signals_touchThePinnedProcessAlone() throws InterruptedException {
    try (ChildListener child = ChildListener.builder().start();
        ChildListener bystander = ChildListener.builder().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      assertEquals(SignalOutcome.Status.SENT, pin.kill().status());
      assertTrue(pin.awaitExit(Child.DEADLINE));
      // It answers, so it lives: no bound on how long a stray signal would take is needed.
      bystander.closeSockets();
      assertTrue(bystander.process().isAlive());
    }
  }

  @Test
  void use_afterClose_doesNotEndTheProcess() {
    try (ChildListener child = ChildListener.builder().start()) {
      PinnedProcess pin = Fixtures.pin(processKiller(), child.pid());
      pin.close();
      pin.close();
      child.closeSockets();
      assertTrue(child.process().isAlive());
    }
  }

  @Test
  void twoPins_ofOneProcess_areClosedEachForItself() throws InterruptedException {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess second = Fixtures.pin(processKiller(), child.pid())) {
      Fixtures.pin(processKiller(), child.pid()).close();
      assertFalse(second.awaitExit(Duration.ZERO));
      assertEquals(SignalOutcome.Status.SENT, second.kill().status());
      assertTrue(second.awaitExit(Child.DEADLINE));
    }
  }

  @Test
  void childrenOf_areTheLiveChildren() {
    ProcessKiller killer = processKiller();
    try (ChildListener one = ChildListener.builder().start();
        ChildListener two = ChildListener.builder().start()) {
      long self = ProcessHandle.current().pid();
      assertTrue(killer.childrenOf(self).containsAll(List.of(one.pid(), two.pid())));
      assertEquals(List.of(), killer.childrenOf(one.pid()));
      two.kill();
      assertTrue(killer.childrenOf(self).contains(one.pid()));
      assertFalse(killer.childrenOf(self).contains(two.pid()));
      assertThrows(
          UnsupportedOperationException.class, () -> killer.childrenOf(self).add(one.pid()));
    }
  }

  @Test
  void childrenOf_master_areItsWorkers_andNoEndedOne() {
    try (SharedListener shared = Fixtures.shared(startSharedListener(3))) {
      long ended = Fixtures.unreaped(shared);
      List<Long> children = processKiller().childrenOf(shared.master());
      assertEquals(Set.copyOf(shared.workers()), Set.copyOf(children));
      assertFalse(children.contains(ended));
    }
  }
}
