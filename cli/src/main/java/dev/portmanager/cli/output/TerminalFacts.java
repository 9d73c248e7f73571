package dev.portmanager.cli.output;

import java.io.Console;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * What is known of the three standard streams.
 *
 * <p>Java 17 can only tell whether standard input <em>and</em> output are terminals, so the script
 * that starts it says which are: system property {@code portmanager.tty} has the descriptors'
 * digits ({@code 12}: output and error), {@code portmanager.columns} the width. On Windows, where
 * the code page of the console can say less than UTF-8, {@code portmanager.encoding} has the
 * encoding.
 *
 * @param input whether a person may answer on standard input
 * @param output whether standard output is a terminal
 * @param error whether standard error is a terminal
 * @param columns the width of the terminal, at least 20
 * @param charset the encoding of text
 */
public record TerminalFacts(
    boolean input, boolean output, boolean error, int columns, Charset charset) {

  /** The width where none is known. */
  public static final int DEFAULT_COLUMNS = 80;

  /** From this Java on there always is a console, and it has a method that tells. */
  private static final int FIRST_WITH_IS_TERMINAL = 22;

  private static final int NARROWEST = 20;
  private static final int WIDEST = 1_000;

  /** Keeps the width within bounds. */
  public TerminalFacts {
    columns = Math.min(Math.max(columns, NARROWEST), WIDEST);
  }

  static TerminalFacts system() {
    String tty = System.getProperty("portmanager.tty", isTerminal() ? "012" : "");
    int columns = Integer.getInteger("portmanager.columns", DEFAULT_COLUMNS);
    return new TerminalFacts(
        tty.contains("0"),
        tty.contains("1"),
        tty.contains("2"),
        columns < 1 ? DEFAULT_COLUMNS : columns,
        Terminal.charset(
            first("portmanager.encoding")
                .or(() -> first("stdout.encoding"))
                .or(() -> first("sun.stdout.encoding"))
                .or(() -> first("native.encoding"))));
  }

  /**
   * Tells whether a person sits there and can be asked: the question goes to standard error.
   *
   * @return true if so
   */
  public boolean canAsk() {
    return input && error;
  }

  /** Tells, where no script did, whether standard input and output both are terminals. */
  @SuppressWarnings("SystemConsoleNull") // asked where null is the answer only
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null || Runtime.version().feature() < FIRST_WITH_IS_TERMINAL) {
      return console != null;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return false; // better no colour than colour in a file
    }
  }

  private static Optional<String> first(String property) {
    return Optional.ofNullable(System.getProperty(property)).filter(value -> !value.isBlank());
  }
}
