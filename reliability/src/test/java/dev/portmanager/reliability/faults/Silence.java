package dev.portmanager.reliability.faults;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Hears what the back end logs of the faults, a warning each, and keeps it to itself. */
public final class Silence implements System.Logger {

  private final String name;

  private Silence(String name) {
    this.name = name;
  }

  /** Returns a logger, as {@link System#getLogger} does. */
  public static System.Logger getLogger(String name) {
    return new Silence(name);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return true;
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable thrown) {
    // Heard.
  }

  @Override
  public void log(Level level, @Nullable ResourceBundle bundle, String text, Object... values) {
    // Heard.
  }
}
