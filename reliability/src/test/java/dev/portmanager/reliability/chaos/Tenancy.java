package dev.portmanager.reliability.chaos;

import java.util.OptionalInt;

/**
 * One lease, as the logs tell it: when it was held for certain, and when it may have been.
 *
 * @param lease its name
 * @param app the application
 * @param port the port; empty if nobody lived to say
 * @param held from when the holder had its answer until it began to give the port back or somebody
 *     began to kill it: less than the truth, so that what overlaps was held twice
 * @param asking from before it was asked for until there was an answer: meanwhile a port may be
 *     taken and given up again for another
 * @param possible from before it was asked for until it was given back for certain: more than the
 *     truth, so that what is listed outside of it was left over
 */
record Tenancy(String lease, String app, OptionalInt port, Span held, Span asking, Span possible) {

  /** A time; empty if it ends before it begins. */
  record Span(long from, long to) {

    boolean overlaps(Span other) {
      return Math.max(from, other.from) < Math.min(to, other.to);
    }

    boolean covers(Span other) {
      return from <= other.from && other.to <= to;
    }
  }

  boolean isOf(Event.Row row) {
    return app.equals(row.app()) && port.isPresent() && port.getAsInt() == row.port();
  }

  /** Tells whether a list that was asked for and answered in a time may have that row. */
  boolean allows(Event.Row row, Span listed) {
    return app.equals(row.app())
        && (isOf(row) ? possible.overlaps(listed) : asking.overlaps(listed));
  }
}
