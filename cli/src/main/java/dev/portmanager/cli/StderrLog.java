package dev.portmanager.cli;

import dev.portmanager.cli.output.Terminal;
import java.lang.System.Logger;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Prints warnings of the library; with {@code --verbose} also what it says for information. */
final class StderrLog implements Logger {

  private static volatile Level least = Level.WARNING;

  private final String name;

  StderrLog(String name) {
    this.name = name;
  }

  /** Lets more through from now on. */
  static void beVerbose() {
    least = Level.INFO;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return level != Level.OFF && level.getSeverity() >= least.getSeverity();
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    if (isLoggable(level)) {
      print(level, text(bundle, message), thrown);
    }
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... values) {
    if (isLoggable(level)) {
      String pattern = text(bundle, format);
      boolean plain = values == null || values.length == 0;
      print(level, plain ? pattern : new MessageFormat(pattern, Locale.ROOT).format(values), null);
    }
  }

  private static void print(Level level, String text, @Nullable Throwable thrown) {
    Terminal terminal = Terminal.system();
    String cause = thrown == null ? "" : ": " + thrown;
    terminal.error(level.name().toLowerCase(Locale.ROOT) + ": " + text + cause);
    if (thrown != null && least != Level.WARNING) {
      terminal.trace(thrown);
    }
  }

  private static String text(@Nullable ResourceBundle bundle, @Nullable String message) {
    if (message == null) {
      return "";
    }
    try {
      return bundle == null ? message : bundle.getString(message);
    } catch (MissingResourceException e) {
      return message;
    }
  }
}
