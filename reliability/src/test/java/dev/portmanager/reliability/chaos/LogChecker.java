package dev.portmanager.reliability.chaos;

import dev.portmanager.reliability.chaos.Tenancy.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Judges what happened, by the logs alone. */
final class LogChecker {

  /** What must not be. */
  enum Kind {
    /** One port was held by two at once. */
    HELD_TWICE,
    /** A holder lost its lease. */
    LOST,
    /** A lease was listed that nobody could have. */
    LEAKED,
    /** A process met what it must never meet. */
    BROKEN
  }

  /**
   * Something that must not be.
   *
   * @param kind what it is
   * @param at when, by CLOCK_MONOTONIC
   * @param message in words
   */
  record Violation(Kind kind, long at, String message) {}

  private final List<Violation> violations = new ArrayList<>();
  private final List<Tenancy> tenancies;

  private LogChecker(Collection<Event> events) {
    this.tenancies = new Tenancies(events).all();
  }

  /** Returns everything that must not be, in order of time. */
  static List<Violation> check(Collection<Event> events) {
    LogChecker checker = new LogChecker(events);
    checker.findDoubles();
    checker.findLost(events);
    checker.judgeLists(
        events.stream()
            .filter(Event.Listed.class::isInstance)
            .map(Event.Listed.class::cast)
            .sorted(Comparator.comparingLong(Event.Listed::from))
            .toList());
    return checker.violations.stream().sorted(Comparator.comparingLong(Violation::at)).toList();
  }

  private void add(Kind kind, long at, String message) {
    violations.add(new Violation(kind, at, message));
  }

  private void findDoubles() {
    Map<Integer, List<Tenancy>> byPort = new HashMap<>();
    for (Tenancy tenancy : tenancies) {
      tenancy.port().ifPresent(p -> byPort.computeIfAbsent(p, k -> new ArrayList<>()).add(tenancy));
    }
    byPort.forEach(this::findDoubles);
  }

  private void findDoubles(int port, List<Tenancy> holders) {
    holders.sort(Comparator.comparingLong(t -> t.held().from()));
    Tenancy longest = holders.get(0);
    for (Tenancy next : holders.subList(1, holders.size())) {
      if (longest.held().overlaps(next.held())) {
        add(
            Kind.HELD_TWICE,
            next.held().from(),
            "port " + port + " by " + longest + " and by " + next);
      }
      if (next.held().to() > longest.held().to()) {
        longest = next;
      }
    }
  }

  private void findLost(Collection<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.Gave gave && !gave.stood()) {
        add(Kind.LOST, gave.at(), gave.lease() + " did not stand when it was given back");
      } else if (event instanceof Event.Moved moved) {
        add(Kind.LOST, moved.at(), moved.lease() + " was moved to port " + moved.port());
      } else if (event instanceof Event.Broken broken) {
        add(Kind.BROKEN, broken.at(), broken.what());
      }
    }
  }

  /** Walks through the lists in order of time, with the leases that are held at that time. */
  private void judgeLists(List<Event.Listed> lists) {
    Map<String, List<Tenancy>> byApp = new HashMap<>();
    tenancies.forEach(t -> byApp.computeIfAbsent(t.app(), a -> new ArrayList<>()).add(t));
    List<Tenancy> coming = new ArrayList<>(tenancies);
    coming.sort(Comparator.comparingLong(t -> t.held().from()));
    List<Tenancy> held = new ArrayList<>();
    int next = 0;
    for (Event.Listed listed : lists) {
      for (; next < coming.size() && coming.get(next).held().from() <= listed.from(); next++) {
        held.add(coming.get(next));
      }
      held.removeIf(t -> t.held().to() < listed.from());
      judge(listed, held, byApp);
    }
  }

  private void judge(Event.Listed listed, List<Tenancy> held, Map<String, List<Tenancy>> byApp) {
    Span asked = new Span(listed.from(), listed.at());
    for (Tenancy tenancy : held) {
      if (tenancy.held().covers(asked) && listed.rows().stream().noneMatch(tenancy::isOf)) {
        add(Kind.LOST, listed.at(), tenancy + " is not listed");
      }
    }
    for (Event.Row row : listed.rows()) {
      if (byApp.getOrDefault(row.app(), List.of()).stream().noneMatch(t -> t.allows(row, asked))) {
        add(Kind.LEAKED, listed.at(), row + " is listed, but nobody can hold it");
      }
    }
  }
}
