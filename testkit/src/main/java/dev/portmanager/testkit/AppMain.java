package dev.portmanager.testkit;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The application that {@link AppLauncherContract} launches: says what it was given, and exits. */
final class AppMain {

  private AppMain() {}

  /**
   * Says its pid, arguments and environment.
   *
   * @param args the exit code, and anything
   */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<String> variables =
        System.getenv().entrySet().stream().map(AppMain::assignment).sorted().toList();
    out.println("ENVIRONMENT " + AsciiList.encode(variables));
    out.println("ARGUMENTS " + AsciiList.encode(Arrays.asList(args)));
    out.println("PID " + ProcessHandle.current().pid());
    System.exit(Integer.parseInt(args[0]));
  }

  private static String assignment(Map.Entry<String, String> variable) {
    return variable.getKey() + "=" + variable.getValue();
  }
}
