package dev.portmanager.os.windows.launch;

import dev.portmanager.NativeCallException;
import dev.portmanager.os.windows.jna.Handle;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.WideText;
import dev.portmanager.os.windows.jna.WinError;
import dev.portmanager.spi.AppLauncher.App;
import dev.portmanager.spi.AppLauncher.NoSuchProgramException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs an application as a child in a job: CreateProcess, Microsoft Learn. */
public final class ChildApp {

  private static final int CREATE_SUSPENDED = 0x4;
  private static final int CREATE_UNICODE_ENVIRONMENT = 0x400;

  /** STARTUPINFOW, 64 bits: its size, its flags, and the three standard handles at its end. */
  private static final int STARTUP_SIZE = 104;

  private static final int STARTUP_FLAGS = 60;
  private static final int STARTUP_HANDLES = 80;
  private static final int USE_STANDARD_HANDLES = 0x100;
  private static final int HANDLE_FLAG_INHERIT = 1;

  /** GetStdHandle's numbers for input, output and error. */
  private static final int[] STANDARD = {-10, -11, -12};

  private static final long INVALID_HANDLE = -1;
  private static final int INFINITE = -1;
  private static final int RESUME_FAILED = -1;

  private final Kernel32 kernel32;

  /**
   * Creates a runner.
   *
   * @param kernel32 the binding
   */
  public ChildApp(Kernel32 kernel32) {
    this.kernel32 = kernel32;
  }

  /**
   * Runs an application and waits until it has ended.
   *
   * @param app the application
   * @param own the environment of this process
   * @return its exit code
   * @throws NoSuchProgramException if there is no such program, or it may not be run
   * @throws IllegalArgumentException if an argument or a variable cannot be passed on
   * @throws NativeCallException if it was started but cannot be waited for, or put into a job; it
   *     is ended then
   */
  public int run(App app, Map<String, String> own) throws NoSuchProgramException {
    Path program = new ProgramSearch(app.environment()).find(app.command().get(0));
    char[] environment = EnvironmentBlock.of(app.environment(), own);
    char[] commandLine = WideText.of(commandLine(program, app.command()));
    try (JobObject job = new JobObject(kernel32);
        ConsoleEvents events = new ConsoleEvents(kernel32)) {
      events.pass();
      // process, thread, and both ids in the third
      long[] created = new long[3];
      boolean started =
          kernel32.CreateProcessW(
              CommandLine.isBatch(program.toString()) ? null : WideText.of(program.toString()),
              commandLine,
              0,
              0,
              true,
              CREATE_SUSPENDED | CREATE_UNICODE_ENVIRONMENT,
              environment,
              0,
              startup(),
              created);
      if (!started) {
        throw refused(program, kernel32.GetLastError());
      }
      return await(job, created);
    }
  }

  private static String commandLine(Path program, List<String> command) {
    List<String> words = new ArrayList<>(command);
    words.set(0, program.toString());
    return CommandLine.isBatch(program.toString())
        ? CommandLine.ofBatch(words)
        : CommandLine.of(words);
  }

  private byte[] startup() {
    ByteBuffer startup = ByteBuffer.allocate(STARTUP_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    startup.putInt(0, STARTUP_SIZE).putInt(STARTUP_FLAGS, USE_STANDARD_HANDLES);
    for (int i = 0; i < STANDARD.length; i++) {
      long handle = kernel32.GetStdHandle(STANDARD[i]);
      if (handle == INVALID_HANDLE) {
        throw WinError.last(kernel32, "GetStdHandle", "number " + STANDARD[i]);
      }
      // A console's handle is passed on in any case, and some systems refuse to mark it.
      kernel32.SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
      startup.putLong(STARTUP_HANDLES + Long.BYTES * i, handle);
    }
    return startup.array();
  }

  private int await(JobObject job, long[] created) {
    try (Handle process = new Handle(kernel32, created[0], "the application");
        Handle thread = new Handle(kernel32, created[1], "the application's thread")) {
      start(job, process, thread);
      if (kernel32.WaitForSingleObject(process.value(), INFINITE) != Kernel32.WAIT_OBJECT_0) {
        throw failure("WaitForSingleObject");
      }
      int[] code = new int[1];
      if (!kernel32.GetExitCodeProcess(process.value(), code)) {
        throw failure("GetExitCodeProcess");
      }
      return code[0];
    }
  }

  /** Lets the application run; if that fails, ends it, since it is suspended for ever. */
  private void start(JobObject job, Handle process, Handle thread) {
    boolean running = false;
    try {
      // Before its first instruction: whatever it starts is in the job too.
      job.add(process.value());
      if (kernel32.ResumeThread(thread.value()) == RESUME_FAILED) {
        throw failure("ResumeThread");
      }
      running = true;
    } finally {
      if (!running) {
        // If this fails too, the job is closed next, which ends whatever it has.
        kernel32.TerminateProcess(process.value(), 1);
      }
    }
  }

  private NativeCallException failure(String function) {
    return WinError.last(kernel32, function, "the application");
  }

  private NoSuchProgramException refused(Path program, int code) {
    boolean missing = code == WinError.FILE_NOT_FOUND || code == WinError.PATH_NOT_FOUND;
    return new NoSuchProgramException(
        program
            + " cannot be run: CreateProcess failed with error "
            + code
            + ": "
            + WinError.text(kernel32, code),
        !missing);
  }
}
