package dev.portmanager.testkit;

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
}
