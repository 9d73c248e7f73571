package dev.portmanager.reliability.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that happened, at a time of CLOCK_MONOTONIC in nanoseconds, which is one clock for all
 * processes and is not stepped.
 */
sealed interface Event {

  /** When it happened. */
  long at();

  /**
   * A lease is about to be asked for.
   *
   * @param lease a name that no other lease of the run has
   * @param app the application's name
   * @param asker the process that asks
   * @param tenure {@code OF pid}: as long as that process lives; {@code FOR n}: so many
   *     milliseconds
   */
  record Asked(long at, String lease, String app, long asker, Tenure tenure) implements Event {}

  /** The lease was had. */
  record Got(long at, String lease, int port) implements Event {}

  /** The answer was that there is none now. */
  record Refused(long at, String lease, String why) implements Event {}

  /** The lease is about to be given back. */
  record Giving(long at, String lease) implements Event {}

  /** It was given back; {@code stood} is what the answer said. */
  record Gave(long at, String lease, boolean stood) implements Event {}

  /** A holder that asked again for its port got another. */
  record Moved(long at, String lease, int port) implements Event {}

  /** A process is about to be killed. */
  record Killing(long at, long pid) implements Event {}

  /** A process has ended and was waited for. */
  record Dead(long at, long pid) implements Event {}

  /** What a list of all leases said; it was asked for at {@code from}. */
  record Listed(long at, long from, List<Row> rows) implements Event {}

  /** A process met what it must never meet. */
  record Broken(long at, String what) implements Event {}

  /** A line of such a list. */
  record Row(int port, String app) {}

  /** How long a lease lasts unless it is given back. */
  sealed interface Tenure {

    record Of(long pid) implements Tenure {}

    record For(long millis) implements Tenure {}
  }

  /**
   * Reads a line of a log.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Event parse(String line) {
    String[] words = line.split(" ", -1);
    try {
      long at = Long.parseLong(words[0]);
      return switch (words[1]) {
        case "ASKED" -> new Asked(at, words[2], words[3], Long.parseLong(words[4]), tenure(words));
        case "GOT" -> new Got(at, words[2], Integer.parseInt(words[3]));
        case "REFUSED" -> new Refused(at, words[2], words[3]);
        case "GIVING" -> new Giving(at, words[2]);
        case "GAVE" -> new Gave(at, words[2], Boolean.parseBoolean(words[3]));
        case "MOVED" -> new Moved(at, words[2], Integer.parseInt(words[3]));
        case "KILLING" -> new Killing(at, Long.parseLong(words[2]));
        case "DEAD" -> new Dead(at, Long.parseLong(words[2]));
        case "LISTED" -> new Listed(at, Long.parseLong(words[2]), rows(words));
        case "BROKEN" -> new Broken(at, line.substring(line.indexOf("BROKEN") + 7));
        default -> throw new IllegalArgumentException("no event: " + line);
      };
    } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException("no event: " + line, e);
    }
  }

  private static Tenure tenure(String[] words) {
    return words[5].equals("OF")
        ? new Tenure.Of(Long.parseLong(words[6]))
        : new Tenure.For(Long.parseLong(words[6]));
  }

  private static List<Row> rows(String[] words) {
    List<Row> rows = new ArrayList<>();
    for (int i = 3; i < words.length; i++) {
      if (!words[i].isEmpty()) {
        String[] parts = words[i].split(":", 2);
        rows.add(new Row(Integer.parseInt(parts[0]), parts[1]));
      }
    }
    return rows;
  }
}
