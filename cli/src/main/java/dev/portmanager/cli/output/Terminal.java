package dev.portmanager.cli.output;

import dev.portmanager.Printable;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The standard streams of this process, and what is known of the terminal behind them. Text that is
 * printed here reaches a terminal without control characters, whoever wrote it. Not safe for use by
 * several threads.
 */
public final class Terminal {

  private static final String PROGRAM = "portmanager: ";

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final TerminalFacts facts;
  private final CharsetEncoder encoder;

  /**
   * Creates a terminal over streams.
   *
   * @param in where answers come from
   * @param out where results go to
   * @param err where messages go to
   * @param facts what is known of them
   */
  public Terminal(InputStream in, OutputStream out, OutputStream err, TerminalFacts facts) {
    this.in = in;
    this.out = new PrintStream(new BufferedOutputStream(out, 8_192), false, facts.charset());
    this.err = new PrintStream(err, true, facts.charset());
    this.facts = facts;
    this.encoder = facts.charset().newEncoder();
  }

  /**
   * Returns the terminal of this process.
   *
   * @return a new object over the standard streams
   */
  public static Terminal system() {
    // Not System.out: that has an encoding of its own and is not buffered as a whole.
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        TerminalFacts.system());
  }

  /**
   * Returns what is known of the streams.
   *
   * @return the facts
   */
  public TerminalFacts facts() {
    return facts;
  }

  /**
   * Prints one line to standard output.
   *
   * @param text any text; control characters become {@code ?}
   */
  public void line(String text) {
    out.print(encodable(Printable.of(text, Cell.MAX_LENGTH)));
    out.print('\n');
  }

  /**
   * Prints lines that were made safe before, such as those of a {@link Table}, to standard output.
   *
   * @param lines the lines
   */
  public void safeLines(List<String> lines) {
    for (String line : lines) {
      out.print(encodable(line));
      out.print('\n');
    }
  }

  /**
   * Prints lines that were made safe before to standard error.
   *
   * @param lines the lines
   */
  public void safeErrorLines(List<String> lines) {
    for (String line : lines) {
      err.print(encodable(line) + "\n");
    }
  }

  /**
   * Prints a control sequence to standard output.
   *
   * @param sequence the sequence
   */
  public void control(String sequence) {
    out.print(sequence);
  }

  /**
   * Prints one sentence to standard error, after the program's name.
   *
   * @param text any text; control characters become {@code ?}
   */
  public void error(String text) {
    flush();
    err.print(PROGRAM + encodable(Printable.of(text, Cell.MAX_LENGTH)) + "\n");
  }

  /**
   * Prints where a failure came from to standard error.
   *
   * @param failure the failure
   */
  public void trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    trace
        .toString()
        .lines()
        .map(line -> line.replace("\t", "    "))
        .forEach(line -> err.print(encodable(Printable.of(line, Cell.MAX_LENGTH)) + "\n"));
  }

  /**
   * Asks a question on standard error and waits for the answer.
   *
   * @param question the question, safe for a terminal
   * @return the first line of standard input; empty if that has ended
   * @throws IOException if standard input cannot be read
   */
  public Optional<String> ask(String question) throws IOException {
    flush();
    err.print(encodable(question));
    err.flush();
    return Optional.ofNullable(
        new BufferedReader(new InputStreamReader(in, facts.charset())).readLine());
  }

  /**
   * Returns standard output for JSON, which is UTF-8 whatever the terminal's encoding.
   *
   * @return the stream, to be flushed and not to be closed
   */
  public OutputStream bytes() {
    return out;
  }

  /**
   * Returns standard output for text that is known to be safe, such as help.
   *
   * @return a writer over the same buffer
   */
  public PrintWriter writer() {
    return new PrintWriter(out, true, facts.charset());
  }

  /**
   * Returns standard error for text that is known to be safe, such as help.
   *
   * @return a writer
   */
  public PrintWriter errorWriter() {
    return new PrintWriter(err, true, facts.charset());
  }

  /** Hands everything printed so far to the system. */
  public void flush() {
    out.flush();
  }

  /**
   * Tells whether the reader of standard output has gone away.
   *
   * @return true if a write has failed
   */
  public boolean isBroken() {
    return out.checkError();
  }

  /** Escapes what the terminal's encoding has no character for, instead of losing it. */
  private String encodable(String text) {
    if (encoder.canEncode(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            character -> {
              String one = Character.toString(character);
              shown.append(
                  encoder.canEncode(one) ? one : "\\u{" + Integer.toHexString(character) + "}");
            });
    return shown.toString();
  }

  /** Returns the charset of that name, or UTF-8 if it says nothing. */
  static Charset charset(Optional<String> name) {
    Charset charset =
        name.filter(Charset::isSupported).map(Charset::forName).orElse(StandardCharsets.UTF_8);
    // The C locale promises nothing about the terminal, and names on disk are UTF-8 almost always.
    return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
  }
}
