package dev.portmanager.cli;

import dev.portmanager.Printable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Says why the JVM could not go on: an {@link Error}, which nearly always means that the system has
 * refused it a descriptor, a thread or memory. Uses next to no classes, since those may be what
 * could not be had.
 */
final class BrokenJvm {

  private static final int LONGEST = 200;

  private BrokenJvm() {}

  /** Does nothing; has this class loaded while that can still be done. */
  static void load() {
    // It is the call that loads it.
  }

  /**
   * Returns one line.
   *
   * @param error what came up
   * @return what happened and what to do, without control characters
   */
  static String sentence(Error error) {
    return sentence(error, tooFewDescriptors());
  }

  static String sentence(Error error, boolean tooFewDescriptors) {
    StringBuilder line = new StringBuilder("portmanager: ");
    if (tooFewDescriptors) {
      line.append("no more files can be opened, so that Java cannot load what it needs: ")
          .append("allow this process 64 open files (ulimit -n)");
    } else if (error instanceof OutOfMemoryError) {
      // The JVM's own words tell which: the heap, or a native thread.
      line.append("Java got no more memory or threads (")
          .append(printable(error.getMessage()))
          .append("): allow this process or its container more (ulimit -u, ulimit -v, pids.max)");
    } else {
      line.append("Java could not go on (")
          .append(printable(error.toString()))
          .append("); --verbose shows where");
    }
    return line.toString();
  }

  private static String printable(@Nullable String text) {
    return text == null ? "it does not say why" : Printable.of(text, LONGEST);
  }

  /** Tries to open a file that everybody may read: one may have become free since. */
  private static boolean tooFewDescriptors() {
    String file = System.getProperty("java.home", "") + "/lib/modules";
    try (InputStream first = new FileInputStream(file);
        InputStream second = new FileInputStream(file);
        InputStream third = new FileInputStream(file)) {
      return first.read() < 0 || second.read() < 0 || third.read() < 0;
    } catch (IOException e) {
      return true;
    }
  }
}
