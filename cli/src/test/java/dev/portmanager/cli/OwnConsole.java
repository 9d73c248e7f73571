package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.os.windows.jna.Handle;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.WideText;
import dev.portmanager.os.windows.jna.Win32;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A process of Windows with a console of its own, which nobody sees: what is typed into that, only
 * the process gets and what it starts. Java gives its children the console of the tests, if these
 * have one.
 */
final class OwnConsole implements AutoCloseable {

  private static final int DEADLINE_MILLIS = 60_000;
  private static final int CREATE_UNICODE_ENVIRONMENT = 0x400;
  private static final int CREATE_NO_WINDOW = 0x0800_0000;
  private static final int STARTUP_SIZE = 104;
  private static final Kernel32 KERNEL32 = Win32.real().kernel32().get();

  private final Handle process;
  private final long pid;

  private OwnConsole(Handle process) {
    this.process = process;
    this.pid = Integer.toUnsignedLong(KERNEL32.GetProcessId(process.value()));
  }

  /** Starts a program, of whose arguments none has a quote or ends with a backslash. */
  static OwnConsole start(List<String> command) {
    String line = command.stream().map(word -> '"' + word + '"').collect(Collectors.joining(" "));
    String environment =
        System.getenv().entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue() + "\0")
            .collect(Collectors.joining("", "", "\0"));
    byte[] startup = new byte[STARTUP_SIZE];
    ByteBuffer.wrap(startup).order(ByteOrder.LITTLE_ENDIAN).putInt(0, STARTUP_SIZE);
    long[] created = new long[3];
    assertThat(
            KERNEL32.CreateProcessW(
                null,
                WideText.of(line),
                0,
                0,
                false,
                CREATE_NO_WINDOW | CREATE_UNICODE_ENVIRONMENT,
                environment.toCharArray(),
                0,
                startup,
                created))
        .as("CreateProcess of %s: error %d", line, KERNEL32.GetLastError())
        .isTrue();
    new Handle(KERNEL32, created[1], "its thread").close();
    return new OwnConsole(new Handle(KERNEL32, created[0], "the process"));
  }

  long pid() {
    return pid;
  }

  /** Waits for the end, and returns the exit code. */
  int awaitExit() {
    assertThat(KERNEL32.WaitForSingleObject(process.value(), DEADLINE_MILLIS))
        .as("its end")
        .isEqualTo(Kernel32.WAIT_OBJECT_0);
    int[] code = new int[1];
    assertThat(KERNEL32.GetExitCodeProcess(process.value(), code)).isTrue();
    return code[0];
  }

  /** Ends it as Task Manager does. */
  void terminate(int code) {
    assertThat(KERNEL32.TerminateProcess(process.value(), code)).isTrue();
  }

  @Override
  public void close() {
    KERNEL32.TerminateProcess(process.value(), 1); // in vain, if it has ended
    process.close();
  }
}
