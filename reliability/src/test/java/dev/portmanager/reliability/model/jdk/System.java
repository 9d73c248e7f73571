package dev.portmanager.reliability.model.jdk;

import dev.portmanager.reliability.model.Turn;
import java.util.Properties;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The clocks, which stand still, and the log, which nobody reads. */
@SuppressWarnings("JavaLangClash") // it stands in for that class
public final class System {

  static final long NOW = 1_700_000_000_000L;

  private System() {}

  /** See the JDK. */
  public static long currentTimeMillis() {
    return NOW;
  }

  /** Never the same twice. */
  public static long nanoTime() {
    return Turn.now().fresh();
  }

  /** None is set. */
  public static @Nullable String getProperty(String name) {
    return null;
  }

  /** None is set. */
  public static @Nullable String getenv(String name) {
    return null;
  }

  /** See the JDK. */
  @SuppressWarnings("DoNotCallSuggester") // it is called by code that was compiled with the JDK's
  public static Properties getProperties() {
    throw new UnsupportedOperationException("the leases of one JVM are not explored");
  }

  /** See the JDK. */
  public static java.lang.System.Logger getLogger(String name) {
    return new Silent(name);
  }

  private record Silent(String name) implements java.lang.System.Logger {

    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return false;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String text,
        @Nullable Throwable thrown) {}

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, @Nullable String text, Object... values) {}
  }
}
