package dev.portmanager.core.kill;

import static java.util.Objects.requireNonNull;

import dev.portmanager.KillOutcome;
import dev.portmanager.KillOutcome.Result;
import dev.portmanager.ProcessInfo;
import dev.portmanager.spi.PinnedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One process on its way through one attempt to free a port. Used by one thread. */
final class Target implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(PortFreer.class.getName());

  private final KillClock clock;
  private final long begun;
  private final List<String> remarks = new ArrayList<>();
  private ProcessInfo process;
  private @Nullable PinnedProcess pin;
  private @Nullable Signal asked;
  private @Nullable Signal forced;
  private String notAsked = "";
  private @Nullable Fate fate;

  /** Begins to deal with a process of which these facts are known before it is pinned. */
  Target(ProcessInfo process, KillClock clock) {
    this.process = process;
    this.clock = clock;
    this.begun = clock.nanos();
  }

  /** A signal that was sent, by its name, and when by the clock. */
  record Signal(String name, long at) {}

  private record Fate(Result result, Duration elapsed, String reason) {}

  /** Takes over a pin, which {@link #close} gives back. */
  void pinned(PinnedProcess pinned) {
    pin = pinned;
    process = pinned.process();
    pinned.weakness().ifPresent(this::remark);
  }

  PinnedProcess pin() {
    return requireNonNull(pin, "not pinned");
  }

  ProcessInfo process() {
    return process;
  }

  /** Adds something to be said in the report whatever the outcome. */
  void remark(String sentence) {
    remarks.add(sentence);
  }

  void asked(String signal) {
    asked = new Signal(signal, clock.nanos());
  }

  /** Remembers why there is no way to ask it to end. */
  void notAsked(String why) {
    notAsked = why;
  }

  /** Says that it was not asked, and why. */
  String whyNotAsked() {
    return "there is no way to ask it to end" + (notAsked.isEmpty() ? "" : " (" + notAsked + ")");
  }

  void forced(String signal) {
    forced = new Signal(signal, clock.nanos());
  }

  Optional<Signal> whenAsked() {
    return Optional.ofNullable(asked);
  }

  Optional<Signal> whenForced() {
    return Optional.ofNullable(forced);
  }

  void settle(Result result, String reason) {
    fate = new Fate(result, since(begun), reason);
  }

  Duration since(long moment) {
    return Duration.ofNanos(clock.nanos() - moment);
  }

  /** Tells whether nothing is decided yet. */
  boolean isPending() {
    return fate == null;
  }

  boolean has(Result result) {
    return fate != null && fate.result() == result;
  }

  /** Returns the outcome; to be called when one is settled. */
  KillOutcome outcome() {
    Fate settled = requireNonNull(fate, "not settled");
    StringBuilder reason = new StringBuilder(settled.reason());
    remarks.forEach(remark -> reason.append("; ").append(remark));
    return new KillOutcome(process, settled.result(), settled.elapsed(), reason.toString());
  }

  @Override
  public void close() {
    PinnedProcess held = pin;
    pin = null;
    if (held != null) {
      try {
        held.close();
      } catch (RuntimeException e) {
        // What was done to the process stands, and the other pins must be given back too.
        LOG.log(System.Logger.Level.WARNING, "cannot give back the pin of " + process, e);
      }
    }
  }
}
