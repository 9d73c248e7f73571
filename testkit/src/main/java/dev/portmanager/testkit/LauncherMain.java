package dev.portmanager.testkit;

import dev.portmanager.spi.AppLauncher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The JVM in which {@link AppLauncherContract} calls a launcher: launches the first of its
 * applications; where there is no such program, says {@code MISSING} and goes on to the second.
 */
final class LauncherMain {

  private LauncherMain() {}

  /**
   * Launches.
   *
   * @param args the launcher's class, and for each application its command, its environment and its
   *     held port or 0, the lists as {@link AsciiList} encodes them
   * @throws Exception if the launcher cannot be created, or does not leave this JVM intact
   */
  public static void main(String[] args) throws Exception {
    AppLauncher launcher = create(Class.forName(args[0]).asSubclass(AppLauncher.class));
    // Open while a launch fails: a launcher that gives up half-way may break it.
    try (ServerSocket witness = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 1; i < args.length; i += 3) {
        int code = launch(launcher, app(args[i], args[i + 1], Integer.parseInt(args[i + 2])));
        if (code >= 0) {
          System.exit(code);
        }
        checkIntact(witness);
      }
    }
    System.exit(1);
  }

  /**
   * Creates a launcher as service loading does, but for its visibility.
   *
   * @param type its class
   * @return a new launcher
   * @throws ReflectiveOperationException if it has no constructor without parameters, or that fails
   */
  static AppLauncher create(Class<? extends AppLauncher> type) throws ReflectiveOperationException {
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  /** Returns an application's exit code; below 0 if it was not launched. */
  private static int launch(AppLauncher launcher, AppLauncher.App app) {
    try {
      return launcher.launch(app);
    } catch (AppLauncher.NoSuchProgramException e) {
      Speech.say("MISSING " + e.found());
    } catch (UnsupportedOperationException e) {
      Speech.say("UNSUPPORTED " + e.getMessage());
    }
    return -1;
  }

  private static AppLauncher.App app(String command, String environment, int holdPort) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String variable : AsciiList.decode(environment)) {
      int end = variable.indexOf('=');
      variables.put(variable.substring(0, end), variable.substring(end + 1));
    }
    List<String> words = AsciiList.decode(command);
    OptionalInt hold = holdPort == 0 ? OptionalInt.empty() : OptionalInt.of(holdPort);
    return new AppLauncher.App(words, variables, hold);
  }

  private static void checkIntact(ServerSocket witness) throws IOException {
    try (Socket client = new Socket(witness.getInetAddress(), witness.getLocalPort());
        Socket server = witness.accept()) {
      client.getOutputStream().write('A');
      if (server.getInputStream().read() != 'A') {
        throw new IOException("a socket that was open does not work any more");
      }
    }
  }
}
