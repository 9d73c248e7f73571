package dev.portmanager.os.windows.pin;

import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.Win32;
import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * A program of its own that types Ctrl+C into the console of another process: to do so a process
 * has to leave its own console, which no library may do to the application it is part of.
 *
 * <p>Whoever shares that console gets the event. So it is sent only if nobody does but the process
 * itself and what it started.
 */
public final class ConsoleInterrupt {

  /** The event was sent. */
  static final int SENT = 0;

  /** The process has no console, or one that may not be attached to. */
  static final int NO_CONSOLE = 10;

  /** Others share the console. */
  static final int SHARED = 11;

  /** The system refused. */
  static final int FAILED = 12;

  private static final int MOST_PROCESSES = 256;

  private ConsoleInterrupt() {}

  /**
   * Sends the event and exits with one of the numbers above.
   *
   * @param args the process id, then those of what it started
   */
  public static void main(String[] args) {
    List<Long> expected = java.util.Arrays.stream(args).map(Long::valueOf).toList();
    Runtime.getRuntime().halt(send(Win32.real().kernel32().get(), expected));
  }

  static int send(Kernel32 kernel32, List<Long> expected) {
    kernel32.FreeConsole();
    if (!kernel32.AttachConsole((int) (long) expected.get(0))) {
      return NO_CONSOLE;
    }
    try {
      int[] users = new int[MOST_PROCESSES];
      int count = kernel32.GetConsoleProcessList(users, users.length);
      long self = ProcessHandle.current().pid();
      for (int i = 0; i < Math.min(count, users.length); i++) {
        long user = Integer.toUnsignedLong(users[i]);
        if (user != self && !expected.contains(user)) {
          return SHARED;
        }
      }
      // Null: this process ignores Ctrl+C from now on, so that it can tell what became of it.
      return kernel32.SetConsoleCtrlHandler(null, true)
              && kernel32.GenerateConsoleCtrlEvent(Kernel32.CTRL_C_EVENT, 0)
          ? SENT
          : FAILED;
    } finally {
      kernel32.FreeConsole();
    }
  }

  /** Returns the command of this program: the Java and the class path of this very code. */
  static List<String> command(List<Long> pids) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java.exe").toString();
    String path =
        String.join(
            File.pathSeparator,
            origin(ConsoleInterrupt.class),
            origin(com.sun.jna.Native.class),
            origin(dev.portmanager.PortManager.class));
    List<String> command =
        new java.util.ArrayList<>(
            List.of(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx32m", "-cp", path));
    command.add(ConsoleInterrupt.class.getName());
    pids.forEach(pid -> command.add(Long.toString(pid)));
    return command;
  }

  private static String origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException("not a place of classes", e);
    }
  }
}
