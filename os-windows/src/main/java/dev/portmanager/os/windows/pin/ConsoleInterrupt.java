package dev.portmanager.os.windows.pin;

import dev.portmanager.PortManagerException;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program of its own that types a key into the console of another process: to do so a process has
 * to leave its own console, which no library may do to the application it is part of.
 *
 * <p>Whoever shares that console gets the event. So it is sent only if nobody does but the process
 * itself and what it started.
 */
public final class ConsoleInterrupt {

  /** What it prints if the event was sent; else it prints why not. */
  static final String SENT = "sent";

  private static final int MOST_PROCESSES = 1_024;

  /**
   * Held here: the system calls it, and does not keep it from being collected. For it is new, it is
   * asked before the JVM's own, which would print all threads.
   */
  private static final Kernel32.ConsoleHandler IGNORING = event -> true;

  private ConsoleInterrupt() {}

  /**
   * Sends the event, and prints one line in UTF-8 that says what became of it.
   *
   * @param args the name of the {@link ConsoleKey}, the process id, then those of what it started
   */
  public static void main(String[] args) {
    ConsoleKey key = ConsoleKey.valueOf(args[0]);
    List<Long> expected = Arrays.stream(args).skip(1).map(Long::valueOf).toList();
    String said;
    try {
      said = send(Win32.real().kernel32().get(), key, expected);
    } catch (PortManagerException e) {
      said = String.valueOf(e.getMessage());
    }
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write(said.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      Runtime.getRuntime().halt(1); // whoever has started this has gone
    }
    Runtime.getRuntime().halt(0);
  }

  /** Returns {@link #SENT}, or why it was not. */
  static String send(Kernel32 kernel32, ConsoleKey key, List<Long> expected) {
    // Fails where this process has none: nothing has to be left then.
    kernel32.FreeConsole();
    String subject = "pid " + expected.get(0);
    if (!kernel32.AttachConsole(expected.get(0).intValue())) {
      return "it has no console that can be reached: "
          + WinError.last(kernel32, "AttachConsole", subject).getMessage();
    }
    try {
      int[] users = new int[MOST_PROCESSES];
      int count = kernel32.GetConsoleProcessList(users, users.length);
      if (count == 0) {
        throw WinError.last(kernel32, "GetConsoleProcessList", subject);
      }
      if (count > users.length || !areExpected(users, count, expected)) {
        return "other processes share its console and would get it too: type it there";
      }
      // It shares the console by now, and would end without telling what became of it.
      if (!kernel32.SetConsoleCtrlHandler(IGNORING, true)) {
        throw WinError.last(kernel32, "SetConsoleCtrlHandler", subject);
      }
      if (!kernel32.GenerateConsoleCtrlEvent(key.event, 0)) {
        throw WinError.last(kernel32, "GenerateConsoleCtrlEvent", subject);
      }
      return SENT;
    } finally {
      kernel32.FreeConsole();
    }
  }

  private static boolean areExpected(int[] users, int count, List<Long> expected) {
    long self = ProcessHandle.current().pid();
    for (int i = 0; i < count; i++) {
      long user = Integer.toUnsignedLong(users[i]);
      if (user != self && !expected.contains(user)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the command of this program: the Java and the class path of this very code. */
  static List<String> command(ConsoleKey key, List<Long> pids) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java.exe").toString();
    String path =
        String.join(
            File.pathSeparator,
            origin(ConsoleInterrupt.class),
            origin(com.sun.jna.Native.class),
            origin(dev.portmanager.PortManager.class));
    List<String> command =
        new ArrayList<>(List.of(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx32m"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", path));
    command.add(ConsoleInterrupt.class.getName());
    command.add(key.name());
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
