package dev.portmanager.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.portmanager.Listener;
import dev.portmanager.NativeCallException;
import dev.portmanager.Ownership;
import dev.portmanager.PortManagerException;
import dev.portmanager.ProcessInfo;
import dev.portmanager.spi.SignalOutcome;
import java.util.List;

/** What came of a scenario, judged: right, right in part with the reason, or a typed exception. */
final class Account {

  /** How a step may come out; the later, the less was told. */
  enum Outcome {
    RIGHT,
    PARTIAL,
    EXCEPTION
  }

  private final Fault fault;
  private final Victim victim;
  private Outcome outcome = Outcome.RIGHT;
  private boolean signalled;

  Account(Fault fault, Victim victim) {
    this.fault = fault;
    this.victim = victim;
  }

  Outcome outcome() {
    return outcome;
  }

  boolean signalled() {
    return signalled;
  }

  /** Does a step, which may throw what it is documented to throw. */
  void step(Runnable step) {
    try {
      step.run();
    } catch (PortManagerException e) {
      outcome = Outcome.EXCEPTION;
      judge(e);
    }
  }

  private void judge(PortManagerException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof NativeCallException call) {
      assertThat(call.code()).as("%s: %s", fault, message).isEqualTo(fault.errno());
      assertThat(message).as("%s", fault).contains(fault.function(), call.function());
      assertThat(message).as("%s", fault).contains("(" + Errnos.name(fault.errno()) + ")");
    } else if (fault.function().startsWith("java ")) {
      assertThat(message).as("%s", fault).contains(Errnos.words(fault.errno()));
    } else {
      fail("%s: %s", fault, e);
    }
  }

  /** Judges who listens on the victim's port. */
  void listed(List<Listener> listeners) {
    assertThat(listeners).as("%s: who listens", fault).hasSize(1);
    Ownership ownership = listeners.get(0).ownership();
    if (ownership instanceof Ownership.Known known) {
      List<Long> pids = known.owners().stream().map(ProcessInfo::pid).toList();
      assertThat(pids).as("%s", fault).containsExactly(victim.pid());
    } else if (ownership instanceof Ownership.Hidden hidden) {
      assertThat(hidden.reason()).as("%s", fault).isNotBlank();
      outcome = Outcome.PARTIAL;
    } else {
      fail("%s: %s holds the port, and is told to be nobody: %s", fault, victim.pid(), ownership);
    }
  }

  /** Judges the pid that a pin names. */
  void named(long pid) {
    assertThat(pid).as("%s", fault).isEqualTo(victim.pid());
  }

  /** Notes what may be said only where the kernel itself said it. */
  void said(String what) {
    assertThat(fault.isAboutTheProcess()).as("%s: %s", fault, what).isTrue();
    outcome = Outcome.PARTIAL;
  }

  void signalled(SignalOutcome sent) {
    if (sent.status() == SignalOutcome.Status.SENT) {
      signalled = true;
    } else {
      assertThat(sent.detail()).as("%s", fault).isNotBlank();
      outcome = Outcome.PARTIAL;
    }
  }

  void ended(boolean seen) {
    assertThat(seen || !signalled).as("%s: the end was seen", fault).isTrue();
  }
}
