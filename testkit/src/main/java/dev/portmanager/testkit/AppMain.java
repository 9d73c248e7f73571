package dev.portmanager.testkit;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The application that {@link AppLauncherContract} launches: says what it was given, and exits. */
final class AppMain {

  private AppMain() {}

  /**
   * Says its pid, arguments and environment.
   *
   * @param args the exit code, and anything
   */
  public static void main(String[] args) {
    List<String> variables =
        System.getenv().entrySet().stream().map(AppMain::assignment).sorted().toList();
    Speech.say("ENVIRONMENT " + AsciiList.encode(variables));
    Speech.say("ARGUMENTS " + AsciiList.encode(Arrays.asList(args)));
    Speech.say("PID " + ProcessHandle.current().pid());
    System.exit(Integer.parseInt(args[0]));
  }

  private static String assignment(Map.Entry<String, String> variable) {
    return variable.getKey() + "=" + variable.getValue();
  }

  /** A JVM on Windows reads a question mark for what the system's code page does not have. */
  static String asJavaReads(String text) {
    CharsetEncoder encoder =
        Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")).newEncoder();
    return encoder.canEncode(text)
        ? text
        : text.chars()
            .mapToObj(c -> encoder.canEncode((char) c) ? "" + (char) c : "?")
            .collect(Collectors.joining());
  }
}
