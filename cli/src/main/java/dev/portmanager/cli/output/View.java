package dev.portmanager.cli.output;

import dev.portmanager.KillOutcome;
import dev.portmanager.PortState;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * For whom a table is made: for people, with ages, colours and a width; or for programs, with exact
 * times.
 *
 * @param people whether a person reads it
 * @param colour whether it may have colours
 * @param columns the width of the screen
 * @param now the present, which ages are counted to
 */
public record View(boolean people, boolean colour, int columns, Instant now) {

  /**
   * Returns a table as text.
   *
   * @param table the table
   * @return one text a line
   */
  public List<String> lines(Table table) {
    return people ? table.aligned(columns, colour) : table.tabbed();
  }

  /**
   * Returns a time: its age for people, the time itself for programs.
   *
   * @param since the time, if it is known
   * @return the field
   */
  public Cell time(Optional<Instant> since) {
    return since
        .map(time -> Cell.of(people ? Ages.between(time, now) : seconds(time)))
        .orElse(Cell.NONE);
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /**
   * Returns a text that may be unknown.
   *
   * @param text the text
   * @return the field
   */
  public static Cell text(Optional<String> text) {
    return text.map(Cell::of).orElse(Cell.NONE);
  }

  /**
   * Returns an address with its port.
   *
   * @param address the address
   * @return the field
   */
  public static Cell address(InetSocketAddress address) {
    return Cell.of(Addresses.hostAndPort(address));
  }

  /**
   * Returns the state of a port.
   *
   * @param state the state
   * @return the field, in a colour of its own
   */
  public static Cell state(PortState state) {
    return new Cell(
        state.name(),
        switch (state) {
          case FREE -> Style.GOOD;
          case LEASED -> Style.PLAIN;
          case IN_USE -> Style.WARN;
          case FORBIDDEN -> Style.BAD;
        });
  }

  /**
   * Returns what became of a process.
   *
   * @param result the result
   * @return the field, in a colour of its own
   */
  public static Cell result(KillOutcome.Result result) {
    return new Cell(
        result.name(),
        switch (result) {
          case TERMINATED, KILLED, ALREADY_GONE -> Style.GOOD;
          case WOULD_KILL -> Style.WARN;
          case SURVIVED, DENIED, REFUSED -> Style.BAD;
        });
  }
}
