package dev.portmanager.os.windows.pin;

import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.process.ProcessEntry;
import dev.portmanager.os.windows.process.ProcessSnapshot;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.spi.SignalOutcome.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has a key typed into the console of a process, by a {@linkplain ConsoleInterrupt program of its
 * own}. Stateless.
 */
class Console {

  private static final long HELPER_SECONDS = 20;

  private final Win32 win32;

  Console(Win32 win32) {
    this.win32 = win32;
  }

  /** Returns SENT, or UNSUPPORTED with the reason. */
  SignalOutcome type(ConsoleKey key, ProcessEntry process) {
    String said;
    try {
      said = runHelper(key, process);
    } catch (IOException e) {
      return unsupported(
          "the program that sends " + key.label + " cannot be run: " + e.getMessage());
    }
    return said.equals(ConsoleInterrupt.SENT)
        ? new SignalOutcome(Status.SENT, key.label + " to its console")
        : unsupported(key.label + " was not sent: " + said);
  }

  private static SignalOutcome unsupported(String why) {
    return new SignalOutcome(Status.UNSUPPORTED, why);
  }

  private String runHelper(ConsoleKey key, ProcessEntry process) throws IOException {
    Process helper =
        new ProcessBuilder(ConsoleInterrupt.command(key, family(process)))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      helper.getOutputStream().close();
      if (helper.waitFor(HELPER_SECONDS, TimeUnit.SECONDS)) {
        // One sentence, which the pipe holds whether or not it is read.
        String said =
            new String(helper.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return said.isEmpty() ? "its sender ended with code " + helper.exitValue() : said;
      }
      return "its sender did not answer within " + HELPER_SECONDS + " s";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "this thread was interrupted";
    } finally {
      helper.destroyForcibly();
    }
  }

  /** Returns a process and everything that it started, by pid. */
  private List<Long> family(ProcessEntry process) {
    ProcessSnapshot snapshot = ProcessSnapshot.take(win32);
    List<ProcessEntry> family = new ArrayList<>(List.of(process));
    for (int i = 0; i < family.size(); i++) {
      family.addAll(snapshot.childrenOf(family.get(i)));
    }
    return family.stream().map(ProcessEntry::pid).toList();
  }
}
