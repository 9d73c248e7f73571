package dev.portmanager.testkit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** How a child speaks to {@link Child}: in lines of UTF-8, each sent at once. */
final class Speech {

  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  private Speech() {}

  /**
   * Says something.
   *
   * @param line one line without its end
   */
  static void say(String line) {
    OUT.println(line);
  }
}
