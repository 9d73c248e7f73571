package dev.portmanager.os.macos.pin;

import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.os.macos.jna.Errno;
import dev.portmanager.os.macos.libproc.Identity;
import dev.portmanager.os.macos.libproc.IdentityAnswer;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.SignalOutcome;
import java.time.Duration;
import java.util.Optional;

/**
 * A process known by the count that the kernel gave it at its start. Its pid's version, which the
 * best way to signal it compares, changes when it becomes another program: then it is read again.
 */
final class PinnedByIdentity implements PinnedProcess {

  /** How long an interrupt may go unnoticed; the process's end is noticed at once. */
  private static final long SLICE_MILLIS = 50;

  /** How often it may become another program between the look and the signal. */
  private static final int MAX_ATTEMPTS = 100;

  private final ProcessView view;
  private final SignalWay way;
  private final Optional<ExitWatch> watch;
  private final IdentityAnswer pinned;
  private final ProcessInfo process;
  private final Optional<String> protection;
  private final int pid;

  PinnedByIdentity(ProcessView view, SignalWay way, Optional<ExitWatch> watch, Facts facts) {
    this.view = view;
    this.way = way;
    this.watch = watch;
    this.pinned = facts.identity;
    this.process = facts.process;
    this.pid = (int) process.pid();
    this.protection = view.protection(pid);
  }

  /** What was read after the watch was attached. */
  record Facts(IdentityAnswer identity, ProcessInfo process) {}

  @Override
  public ProcessInfo process() {
    return process;
  }

  @Override
  public Optional<String> weakness() {
    if (!(pinned instanceof IdentityAnswer.Live)) {
      return Optional.of(
          "the system does not tell this process from a later one with its number, so no signal is"
              + " sent");
    }
    return way == SignalWay.AUDIT_TOKEN
        ? Optional.empty()
        : Optional.of(
            "this macOS has no proc_signal_with_audittoken (14.2 and later have), so the process is"
                + " looked at right before the signal: in between another could take its number");
  }

  @Override
  public Optional<String> protection() {
    return protection;
  }

  @Override
  public boolean listensOn(Protocol protocol, int port) {
    return view.holds(ListenerQuery.ofPort(port, protocol), pid) && !hasEnded();
  }

  @Override
  public SignalOutcome terminate() {
    return Signals.outcome(Signals.SIGTERM, signal(Signals.SIGTERM));
  }

  @Override
  public SignalOutcome kill() {
    return Signals.outcome(Signals.SIGKILL, signal(Signals.SIGKILL));
  }

  /** Returns 0 or the error number. */
  private int signal(int signal) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (watch.isPresent() && watch.get().hasEndedWithin(0)) {
        return Errno.ESRCH;
      }
      IdentityAnswer now = view.identity(pid);
      if (!(pinned instanceof IdentityAnswer.Live) || now instanceof IdentityAnswer.Refused) {
        return Errno.EPERM;
      }
      if (!(now instanceof IdentityAnswer.Live live) || !isPinned(live.identity())) {
        return Errno.ESRCH;
      }
      int code = way.send(pid, live.identity(), signal);
      // By token, "no such process" may also mean that it has become another program since.
      if (code != Errno.ESRCH || way != SignalWay.AUDIT_TOKEN) {
        return code;
      }
    }
    return Errno.EINTR;
  }

  private boolean isPinned(Identity identity) {
    return pinned instanceof IdentityAnswer.Live live
        && live.identity().uniqueId() == identity.uniqueId();
  }

  /** Tells whether it has ended, reaped or not. */
  boolean hasEnded() {
    if (watch.isPresent() && watch.get().hasEndedWithin(0)) {
      return true;
    }
    IdentityAnswer now = view.identity(pid);
    return now instanceof IdentityAnswer.Gone
        || (now instanceof IdentityAnswer.Live live
            && pinned instanceof IdentityAnswer.Live
            && !isPinned(live.identity()));
  }

  @Override
  public boolean awaitExit(Duration timeout) throws InterruptedException {
    Deadline deadline = Deadline.after(timeout);
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for " + process + " to end");
      }
      long left = deadline.millisLeft();
      if (hasEndedWithin(Math.min(left, SLICE_MILLIS))) {
        return true;
      }
      if (left == 0) {
        return false;
      }
    }
  }

  private boolean hasEndedWithin(long millis) throws InterruptedException {
    if (watch.isPresent()) {
      return watch.get().hasEndedWithin(millis);
    }
    if (hasEnded()) {
      return true;
    }
    // Without a watch the kernel tells only parents of an exit.
    Thread.sleep(millis);
    return false;
  }

  @Override
  public void close() {
    watch.ifPresent(ExitWatch::close);
  }
}
