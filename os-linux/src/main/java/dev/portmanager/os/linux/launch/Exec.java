package dev.portmanager.os.linux.launch;

import dev.portmanager.NativeCallException;
import dev.portmanager.Printable;
import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.spi.AppLauncher.App;
import dev.portmanager.spi.AppLauncher.NoSuchProgramException;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Becomes an application: execve(2) keeps the pid and the start time, and with them the lease.
 *
 * <p>Three things that a JVM would hand on are put right before it, and back again if it fails:
 * blocked signals, the limit of open files, the JVM's own descriptors. Everything else (ignored
 * signals, priorities, working directory) is the caller's and stays.
 *
 * @param proc reads /proc
 */
public record Exec(ProcFs proc) {

  private static final String SHELL = "/bin/sh";

  /**
   * Becomes the application; returns never.
   *
   * @param app what to become
   * @return nothing
   * @throws NoSuchProgramException if the program is not found or may not be run
   * @throws NativeCallException if the system refuses; this process goes on as it was
   */
  @SuppressWarnings("try") // the hold is for the application
  public int become(App app) throws NoSuchProgramException {
    String file = ProgramSearch.find(app.command().get(0), app.environment());
    StringVector environment = new StringVector(environment(app.environment()));
    List<Program> ways =
        List.of(
            Program.of(file, app.command(), environment),
            // A script without "#!": execvp(3) gives it to the shell.
            Program.of(SHELL, script(file, app.command()), environment));
    int code;
    flushStandardStreams();
    Descriptors.closeOnExec(proc);
    if (app.holdPort().isPresent()) {
      try (HoldSocket held = HoldSocket.on(app.holdPort().getAsInt())) {
        code = replaceProcess(ways);
      }
    } else {
      code = replaceProcess(ways);
    }
    throw failure(code, file);
  }

  @SuppressForbidden("nothing is printed: what others printed must not be lost")
  private static void flushStandardStreams() {
    System.out.flush();
    System.err.flush();
  }

  /** Makes the call, and puts everything back if it returns; the result is why it did. */
  @SuppressWarnings("try") // both are for the application
  private int replaceProcess(List<Program> ways) {
    try (OpenFileLimit limit = OpenFileLimit.restore(proc);
        SignalMask mask = SignalMask.unblockAll()) {
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
          shown + " may not be run: " + Errno.text(code) + "; is its file system mounted noexec?",
          true);
    }
    return Errno.failure("execve", code, shown);
  }

  private static List<String> environment(Map<String, String> variables) {
    return variables.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
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
        LibC.execve(file.first(), arguments.address(), environment.address());
        return LibC.errno();
      } finally {
        Reference.reachabilityFence(file);
        Reference.reachabilityFence(arguments);
        Reference.reachabilityFence(environment);
      }
    }
  }
}
