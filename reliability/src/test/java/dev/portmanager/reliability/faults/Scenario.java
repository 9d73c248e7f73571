package dev.portmanager.reliability.faults;

import dev.portmanager.Listener;
import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import dev.portmanager.spi.SignalOutcome;
import java.time.Duration;
import java.util.List;

/** What is done with a back end while a call of the system fails. */
enum Scenario {
  /** A port's owner, twice: the second time the first answer is known. */
  LOOK_UP(false) {
    @Override
    void run(Subject subject, Victim victim, Account account) {
      ListenerQuery query = ListenerQuery.ofPort(victim.port(), Protocol.TCP);
      for (int i = 0; i < 2; i++) {
        account.step(() -> account.listed(subject.killer().listeners(query)));
      }
    }
  },
  /** The same, content with one owner. */
  AT_LEAST(false) {
    @Override
    void run(Subject subject, Victim victim, Account account) {
      ListenerQuery query = ListenerQuery.ofPort(victim.port(), Protocol.TCP);
      for (int i = 0; i < 2; i++) {
        account.step(() -> account.listed(subject.killer().listenersAtLeast(query)));
      }
    }
  },
  /** Everything that listens. */
  ALL(false) {
    @Override
    void run(Subject subject, Victim victim, Account account) {
      PortRange all = new PortRange(PortRange.LOWEST_PORT, PortRange.HIGHEST_PORT);
      ListenerQuery query = ListenerQuery.ofRange(all, Protocol.TCP, Protocol.UDP);
      account.step(() -> account.listed(at(victim, subject.killer().listeners(query))));
    }

    private List<Listener> at(Victim victim, List<Listener> listeners) {
      return listeners.stream()
          .filter(listener -> listener.address().getPort() == victim.port())
          .filter(listener -> listener.protocol() == Protocol.TCP)
          .toList();
    }
  },
  /** The end of a child of ours, as core goes about it. */
  KILL(true) {
    @Override
    void run(Subject subject, Victim victim, Account account) {
      account.step(() -> end(subject.killer(), victim, account));
    }

    private void end(ProcessKiller killer, Victim victim, Account account) {
      try (PinnedProcess pin = killer.pin(victim.pid()).orElse(null)) {
        if (pin == null) {
          account.said("no such process");
          return;
        }
        account.named(pin.process().pid());
        if (!pin.listensOn(Protocol.TCP, victim.port())) {
          account.said("it does not listen");
          return;
        }
        SignalOutcome asked = pin.terminate();
        account.signalled(asked);
        SignalOutcome last = asked.status() == SignalOutcome.Status.SENT ? asked : pin.kill();
        account.signalled(last);
        boolean sent = last.status() == SignalOutcome.Status.SENT;
        account.ended(pin.awaitExit(sent ? Duration.ofSeconds(10) : Duration.ofMillis(1)));
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts", e);
      }
    }
  },
  /** The program is loaded that asks the kernel; then a look-up. */
  LOAD(false) {
    @Override
    void run(Subject subject, Victim victim, Account account) {
      account.step(subject::asksTheKernel);
      LOOK_UP.run(subject, victim, account);
    }
  };

  private final boolean ends;

  Scenario(boolean ends) {
    this.ends = ends;
  }

  /** Whether it ends the process that it is given. */
  boolean endsTheVictim() {
    return ends;
  }

  abstract void run(Subject subject, Victim victim, Account account);
}
