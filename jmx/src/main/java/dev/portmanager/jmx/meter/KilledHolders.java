package dev.portmanager.jmx.meter;

import dev.portmanager.KillOutcome;
import dev.portmanager.KillOutcome.Result;
import dev.portmanager.PortEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells leases whose process this manager ended from leases whose process ended otherwise.
 *
 * <p>A lease is often found expired while the kill is still under way, since that ends with a look
 * at the port; so while one is, it is not told yet. A lease that was given after the kill is of
 * another process with the same number. For one thread at a time.
 */
final class KilledHolders {

  /** How many are remembered, and how many may be undecided: beyond that the oldest is let go. */
  static final int CAPACITY = 256;

  /** What gets each lease that expired, once. */
  interface Verdict {
    /**
     * Takes a lease.
     *
     * @param event how it was found
     * @param wasKilled whether this manager ended its process
     */
    void on(PortEvent.Expired event, boolean wasKilled);
  }

  private final Verdict verdict;
  private final List<PortEvent.Expired> undecided = new ArrayList<>();

  /** When each process was found ended, by pid, the oldest first. */
  private final Map<Long, Instant> killed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
          return size() > CAPACITY;
        }
      };

  private int underWay;

  KilledHolders(Verdict verdict) {
    this.verdict = verdict;
  }

  void look(PortEvent event) {
    if (event instanceof PortEvent.Expired expired) {
      expired(expired);
    } else if (event instanceof PortEvent.KillStarted) {
      underWay++;
    } else if (event instanceof PortEvent.Killed end) {
      end.report().outcomes().stream()
          .filter(KilledHolders::hasEnded)
          .forEach(outcome -> remember(outcome.process().pid(), end.time()));
      ended();
    } else if (event instanceof PortEvent.KillFailed) {
      ended();
    }
  }

  private static boolean hasEnded(KillOutcome outcome) {
    return outcome.result() == Result.TERMINATED || outcome.result() == Result.KILLED;
  }

  private void remember(long pid, Instant when) {
    killed.remove(pid);
    killed.put(pid, when);
  }

  private void ended() {
    underWay = Math.max(0, underWay - 1);
    decide();
  }

  void forgetKills() {
    underWay = 0;
    decide();
  }

  private void expired(PortEvent.Expired event) {
    undecided.add(event);
    if (undecided.size() > CAPACITY) {
      verdict.on(undecided.remove(0), false);
    }
    decide();
  }

  private void decide() {
    for (Iterator<PortEvent.Expired> left = undecided.iterator(); left.hasNext(); ) {
      PortEvent.Expired event = left.next();
      boolean wasKilled = wasKilled(event);
      if (wasKilled || underWay == 0) {
        left.remove();
        verdict.on(event, wasKilled);
      }
    }
  }

  private boolean wasKilled(PortEvent.Expired event) {
    Instant when = killed.get(event.lease().pid());
    return when != null
        && event.lease().expiresAt().isEmpty()
        && !event.lease().since().isAfter(when);
  }
}
