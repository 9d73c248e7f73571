package dev.portmanager.jmx.meter;

import dev.portmanager.PortEvent;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** How long leases were held, and what ended them. For one thread at a time. */
final class LeaseMeters {

  /** What ended a lease; the tag is the name in small letters. */
  private enum Reason {
    /** It was given back by name. */
    RELEASED,
    /** It, or its manager, was closed. */
    CLOSED,
    /** Something else sat on its port. */
    LOST,
    /** Its process or its time ended. */
    EXPIRED,
    /** This manager ended its process. */
    KILLED
  }

  private final Map<Reason, Timer> timers = new EnumMap<>(Reason.class);
  private final KilledHolders killed = new KilledHolders(this::expired);

  LeaseMeters(MeterScope scope) {
    for (Reason reason : Reason.values()) {
      timers.put(
          reason,
          scope.add(
              Timer.builder(scope.name("lease"))
                  .description("How long a port was held")
                  .tags(scope.tags().and("reason", reason.name().toLowerCase(Locale.ROOT)))
                  .register(scope.registry())));
    }
  }

  void count(PortEvent event) {
    if (event instanceof PortEvent.Released released) {
      Reason reason =
          switch (released.cause()) {
            case RELEASED -> Reason.RELEASED;
            case CLOSED -> Reason.CLOSED;
            case LOST -> Reason.LOST;
          };
      record(reason, released.duration());
    } else {
      killed.look(event);
    }
  }

  /** Events were lost: no kill is known to be under way. */
  void forgetKills() {
    killed.forgetKills();
  }

  private void expired(PortEvent.Expired event, boolean wasKilled) {
    record(wasKilled ? Reason.KILLED : Reason.EXPIRED, event.duration());
  }

  /** A clock that was set back makes a time negative, which a timer would not count. */
  private void record(Reason reason, Duration held) {
    Timer timer = timers.get(reason);
    if (timer != null) {
      timer.record(held.isNegative() ? Duration.ZERO : held);
    }
  }
}
