package dev.portmanager.reliability.chaos;

import dev.portmanager.reliability.chaos.Tenancy.Span;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Puts together what happened to each lease. */
final class Tenancies {

  /** A timed lease is counted in whole seconds, and ends up to two later than was asked. */
  private static final long ROUNDING_NANOS = 2_100_000_000L;

  private static final long MILLI = 1_000_000L;

  private final Map<String, Event.Asked> asked = new LinkedHashMap<>();
  private final Map<String, Event.Got> got = new HashMap<>();
  private final Map<String, Long> refused = new HashMap<>();
  private final Map<String, Long> giving = new HashMap<>();
  private final Map<String, Long> gave = new HashMap<>();

  /** By pid, which another process may have later, the times. */
  private final Map<Long, NavigableSet<Long>> killing = new HashMap<>();

  private final Map<Long, NavigableSet<Long>> dead = new HashMap<>();

  Tenancies(Collection<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.Asked e) {
        asked.put(e.lease(), e);
      } else if (event instanceof Event.Got e) {
        got.put(e.lease(), e);
      } else if (event instanceof Event.Refused e) {
        refused.put(e.lease(), e.at());
      } else if (event instanceof Event.Giving e) {
        giving.put(e.lease(), e.at());
      } else if (event instanceof Event.Gave e) {
        gave.put(e.lease(), e.at());
      } else if (event instanceof Event.Killing e) {
        killing.computeIfAbsent(e.pid(), pid -> new TreeSet<>()).add(e.at());
      } else if (event instanceof Event.Dead e) {
        dead.computeIfAbsent(e.pid(), pid -> new TreeSet<>()).add(e.at());
      }
    }
  }

  /** Returns a tenancy for each lease that was asked for. */
  List<Tenancy> all() {
    return asked.values().stream().map(this::tenancy).toList();
  }

  private Tenancy tenancy(Event.Asked ask) {
    Optional<Event.Got> answer = Optional.ofNullable(got.get(ask.lease()));
    Span held =
        answer.isPresent()
            ? new Span(answer.get().at(), heldUntil(ask))
            : new Span(0, Long.MIN_VALUE);
    OptionalInt port =
        answer.isPresent() ? OptionalInt.of(answer.get().port()) : OptionalInt.empty();
    Span possible = new Span(ask.at(), possibleUntil(ask));
    Span asking = answer.isPresent() ? new Span(ask.at(), answer.get().at()) : possible;
    return new Tenancy(ask.lease(), ask.app(), port, held, asking, possible);
  }

  private long heldUntil(Event.Asked ask) {
    long end = giving.getOrDefault(ask.lease(), Long.MAX_VALUE);
    return ask.tenure() instanceof Event.Tenure.Of process
        ? Math.min(end, first(killing, process.pid(), ask).orElse(Long.MAX_VALUE))
        : Math.min(end, ask.at() + ((Event.Tenure.For) ask.tenure()).millis() * MILLI);
  }

  private long possibleUntil(Event.Asked ask) {
    long end = gave.getOrDefault(ask.lease(), Long.MAX_VALUE);
    end = Math.min(end, refused.getOrDefault(ask.lease(), Long.MAX_VALUE));
    if (ask.tenure() instanceof Event.Tenure.Of process) {
      return Math.min(end, first(dead, process.pid(), ask).orElse(Long.MAX_VALUE));
    }
    // Given at the latest when the answer came, or when the one who asked was dead.
    Event.Got answer = got.get(ask.lease());
    long given =
        answer != null ? answer.at() : first(dead, ask.asker(), ask).orElse(Long.MAX_VALUE / 2);
    return Math.min(
        end, given + ((Event.Tenure.For) ask.tenure()).millis() * MILLI + ROUNDING_NANOS);
  }

  /** Returns when that happened to the process that had a pid when a lease was asked for. */
  private static OptionalLong first(
      Map<Long, NavigableSet<Long>> times, long pid, Event.Asked ask) {
    NavigableSet<Long> all = times.getOrDefault(pid, Collections.emptyNavigableSet());
    Long first = all.ceiling(ask.at());
    return first == null ? OptionalLong.empty() : OptionalLong.of(first);
  }
}
