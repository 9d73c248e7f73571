package dev.portmanager.os.windows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that says its pid, and ends with its input. */
final class Staying {

  private Staying() {}

  /**
   * Says its pid, and waits.
   *
   * @param args nothing
   * @throws IOException if its input cannot be read
   */
  public static void main(String[] args) throws IOException {
    say("" + ProcessHandle.current().pid());
    awaitEndOfInput();
  }

  /** Waits until nobody can write to this process any more. */
  static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // the parent writes nothing
    }
  }

  /** Says a line to the parent. */
  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Returns the command that runs a class of these tests in a JVM of its own. */
  static List<String> java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java.exe").toString());
    command.add("-XX:-PrintWarnings");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
