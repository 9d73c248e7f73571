package dev.portmanager.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.spi.AppLauncher;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link AppLauncher} has to do, as tests on real processes: each launches from a JVM
 * that is a child of the one that runs the tests, and has the same class path.
 */
public abstract class AppLauncherContract {

  private static final int CODE = 7;

  /** A locale in which a JVM reads any character from its command line and environment. */
  private static final Map<String, String> UTF_8 = Map.of("LC_ALL", "C.UTF-8");

  /** Creates the tests. */
  protected AppLauncherContract() {}

  /**
   * Returns the launcher to test. It is created in another JVM, by its constructor without
   * parameters.
   *
   * @return the class
   */
  protected abstract Class<? extends AppLauncher> launcherClass();

  /**
   * Tells whether the launching process becomes the application, rather than running it as a child.
   *
   * @return true unless overridden
   */
  protected boolean becomesTheApp() {
    return true;
  }

  /**
   * Tells whether the launcher can keep a port for the application.
   *
   * @return true unless overridden
   */
  protected boolean supportsHold() {
    return true;
  }

  @Test
  void launcher_isMadeForThisSystem() throws ReflectiveOperationException {
    assertTrue(LauncherMain.create(launcherClass()).isSupported());
  }

  @Test
  void exitCode_isTheApplications() {
    try (Child child = launch(app(java(AppMain.class, "" + CODE), UTF_8))) {
      assertExit(CODE, child);
    }
    try (Child child = launch(app(java(AppMain.class, "0"), UTF_8))) {
      assertExit(0, child);
    }
  }

  @Test
  void pid_isTheLaunchersOwn_whereItBecomesTheApplication() {
    try (Child child = launch(app(java(AppMain.class, "0"), UTF_8))) {
      long pid = Long.parseLong(child.await("PID"));
      if (becomesTheApp()) {
        assertEquals(child.process().pid(), pid);
      } else {
        assertNotEquals(child.process().pid(), pid);
      }
      assertExit(0, child);
    }
  }

  @Test
  void arguments_passUnchanged() {
    List<String> arguments =
        List.of(
            "" + CODE,
            "",
            "two words",
            "\"double\"",
            "'single'",
            "back\\slash\\",
            "$HOME %PATH% *",
            "line\nbreak",
            "gr\u00fc\u00df \u20ac \u4e2d \ud83d\ude80",
            "");
    try (Child child = launch(app(java(AppMain.class, arguments.toArray(String[]::new)), UTF_8))) {
      assertEquals(
          arguments.stream().map(AppMain::asJavaReads).toList(),
          AsciiList.decode(child.await("ARGUMENTS")));
      assertExit(CODE, child);
    }
  }

  @Test
  void environment_isExactlyTheGivenOne() {
    Map<String, String> environment = new LinkedHashMap<>(UTF_8);
    environment.put("PORT", "8050");
    environment.put("SPACES_AND_SIGNS", " a = b ");
    environment.put("NOT_ASCII", "gr\u00fc\u00df \u20ac \ud83d\ude80");
    environment.put("LINES", "one\ntwo");
    List<String> command = java(AppMain.class, "0");
    ProcessBuilder direct = new ProcessBuilder(command);
    direct.environment().clear();
    direct.environment().putAll(environment);
    try (Child launched = launch(app(command, environment));
        Child control = Child.start(direct)) {
      // A system adds to any environment, such as the name of the program: hence the comparison.
      assertEquals(variables(control), variables(launched));
      assertTrue(variables(launched).contains("NOT_ASCII=gr\u00fc\u00df \u20ac \ud83d\ude80"));
    }
  }

  private static Set<String> variables(Child child) {
    // macOS names a variable after the pid.
    return AsciiList.decode(child.await("ENVIRONMENT")).stream()
        .map(variable -> variable.replaceFirst("^(JAVA_MAIN_CLASS_)\\d+=", "$1="))
        .collect(Collectors.toSet());
  }

  @Test
  void program_isLookedUpOnThePathOfItsOwnEnvironment() {
    List<String> command = java(AppMain.class, "" + CODE);
    Path java = Path.of(command.get(0));
    command.set(0, java.getFileName().toString());
    Map<String, String> environment = new LinkedHashMap<>(UTF_8);
    String nowhere = java.resolveSibling("no-such-folder").toString();
    environment.put("PATH", nowhere + File.pathSeparator + java.getParent());
    try (Child child = launch(app(command, environment))) {
      assertExit(CODE, child);
    }
  }

  @Test
  void missingProgram_isSaidToBeMissing_andTheCallerGoesOn(@TempDir Path folder) {
    assertNoSuchProgram("no-such-program-4711", false);
    assertNoSuchProgram(folder.resolve("no-such-program").toString(), false);
  }

  @Test
  void fileThatMayNotBeRun_isSaidToBeFound_andTheCallerGoesOn(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("text"), "not a program");
    assumeTrue(!Files.isExecutable(file), "every file may be run here");
    assertNoSuchProgram(file.toString(), true);
  }

  private void assertNoSuchProgram(String program, boolean found) {
    Map<String, String> environment = new LinkedHashMap<>(UTF_8);
    environment.put("PATH", System.getenv().getOrDefault("PATH", ""));
    try (Child child =
        launch(
            app(List.of(program), environment), app(java(AppMain.class, "" + CODE), environment))) {
      assertEquals("" + found, child.await("MISSING"));
      assertExit(CODE, child);
    }
  }

  @Test
  void heldPort_isKeptFromStrangers_andFreeForTheApplication() throws IOException {
    int port = freePort();
    List<String> command =
        java(ListenerMain.class, "TCP", "127.0.0.1", "" + port, "1", "plain", "held");
    List<String> held = new ArrayList<>(app(command, UTF_8));
    held.set(2, "" + port);
    try (Child child = launch(held)) {
      if (!supportsHold()) {
        child.await("UNSUPPORTED");
        return;
      }
      assertEquals("" + port, child.await("READY"));
      child.tell("CLOSE");
      child.await("CLOSED");
      assertThrows(IOException.class, () -> bindStrictly(port), "a stranger got the held port");
      child.tell("EXIT " + CODE);
      assertExit(CODE, child);
    }
    bindStrictly(port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, Fixtures.LOOPBACK)) {
      return probe.getLocalPort();
    }
  }

  private static void bindStrictly(int port) throws IOException {
    try (ServerSocket stranger = new ServerSocket()) {
      stranger.setReuseAddress(false);
      stranger.bind(new InetSocketAddress(port));
    }
  }

  private static void assertExit(int code, Child child) {
    assertEquals(
        OptionalInt.of(code), child.awaitExit(Child.DEADLINE), () -> child.awaitOutput() + "");
  }

  private static List<String> java(Class<?> main, String... arguments) {
    List<String> command = Child.java();
    command.addAll(List.of("-cp", Child.origin(AppMain.class), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> app(List<String> command, Map<String, String> environment) {
    List<String> variables =
        environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    return List.of(AsciiList.encode(command), AsciiList.encode(variables), "0");
  }

  @SafeVarargs
  private Child launch(List<String>... apps) {
    String path =
        String.join(
            File.pathSeparator,
            Child.origin(AppMain.class),
            Child.origin(AppLauncher.class),
            Child.origin(launcherClass()),
            System.getProperty("java.class.path"));
    List<String> command = Child.java();
    command.addAll(List.of("-cp", path, LauncherMain.class.getName(), launcherClass().getName()));
    for (List<String> app : apps) {
      command.addAll(app);
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(UTF_8);
    builder.environment().put("OF_THE_CALLER", "not to be passed on");
    builder.environment().remove("PATH");
    return Child.start(builder);
  }
}
