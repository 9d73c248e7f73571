package dev.portmanager.os.macos.launch;

import dev.portmanager.NativeCallException;
import dev.portmanager.Printable;
import dev.portmanager.os.macos.jna.Errno;
import dev.portmanager.os.macos.jna.LibSystem;
import dev.portmanager.spi.AppLauncher.App;
import dev.portmanager.spi.AppLauncher.NoSuchProgramException;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Becomes an application: execve(2) keeps the pid and the count at its start, and with them the
 * lease. The kernel ends the JVM's other threads.
 *
 * <p>Three things that a JVM would hand on are put right before it: blocked signals, the JVM's own
 * descriptors, and the variable by which its launcher names the main class to the window system.
 * The limit of open files is the caller's if the JVM was started with {@code -XX:-MaxFDLimit}, as
 * the start script does; no call tells what it was before.
 */
public final class Exec {

  private static final String SHELL = "/bin/sh";

  /** Set by the JVM's launcher on macOS; the pid follows. */
  private static final String MAIN_CLASS = "JAVA_MAIN_CLASS_";

  private Exec() {}

  /**
   * Becomes the application; returns never.
   *
   * @param app what to become
   * @return nothing
   * @throws NoSuchProgramException if the program is not found or may not be run
   * @throws NativeCallException if the system refuses; this process goes on as it was
   */
  public static int become(App app) throws NoSuchProgramException {
    String file = ProgramSearch.find(app.command().get(0), app.environment());
    StringVector environment = new StringVector(environment(app.environment()));
    List<Program> ways =
        List.of(
            Program.of(file, app.command(), environment),
            // A script without "#!": execvp(3) gives it to the shell.
            Program.of(SHELL, script(file, app.command()), environment));
    flushStandardStreams();
    Descriptors.closeOnExec();
    throw failure(replaceProcess(ways), file);
  }

  @SuppressForbidden("nothing is printed: what others printed must not be lost")
  private static void flushStandardStreams() {
    System.out.flush();
    System.err.flush();
  }

  /** Makes the call, and puts everything back if it returns; the result is why it did. */
  @SuppressWarnings("try") // it is for the application
  private static int replaceProcess(List<Program> ways) {
    try (SignalMask mask = SignalMask.unblockAll()) {
      int code = Errno.ENOEXEC;
      for (Program way : ways) {
        code = code == Errno.ENOEXEC ? way.execute() : code;
      }
      return code;
    }
  }

  private static NativeCallException failure(int code, String file) throws NoSuchProgramException {
    String shown = Printable.of(file, 200);
    if (code == Errno.ENOENT) {
      throw new NoSuchProgramException(
          shown
              + " can't be run: the interpreter that its first line or its format names is missing",
          true);
    }
    if (code == Errno.EACCES || code == Errno.EPERM) {
      throw new NoSuchProgramException(
          shown
              + " may not be run: "
              + Errno.text(code)
              + "; is it quarantined, or its file system mounted noexec?",
          true);
    }
    return Errno.failure("execve", code, shown);
  }

  private static List<String> environment(Map<String, String> variables) {
    String ofThisJvm = MAIN_CLASS + ProcessHandle.current().pid();
    return variables.entrySet().stream()
        .filter(e -> !e.getKey().equals(ofThisJvm))
        .map(e -> e.getKey() + "=" + e.getValue())
        .toList();
  }

  private static List<String> script(String file, List<String> command) {
    List<String> arguments = new ArrayList<>(List.of(SHELL, file));
    arguments.addAll(command.subList(1, command.size()));
    return arguments;
  }

  /** What execve takes. */
  private record Program(StringVector file, StringVector arguments, StringVector environment) {

    static Program of(String file, List<String> arguments, StringVector environment) {
      return new Program(new StringVector(List.of(file)), new StringVector(arguments), environment);
    }

    /** Returns only if it failed, with the error number. */
    int execute() {
      try {
        LibSystem.execve(file.first(), arguments.address(), environment.address());
        return LibSystem.errno();
      } finally {
        Reference.reachabilityFence(file);
        Reference.reachabilityFence(arguments);
        Reference.reachabilityFence(environment);
      }
    }
  }
}
