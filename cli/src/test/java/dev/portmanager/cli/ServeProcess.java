package dev.portmanager.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running {@code portmanager serve}, with what it printed. */
final class ServeProcess implements AutoCloseable {

  private static final int DEADLINE_SECONDS = 60;

  private final Process process;
  private final BufferedReader out;
  private final List<String> lines = new ArrayList<>();

  /** Reads what a starting process prints, to the line that is the last one. */
  ServeProcess(Process process) throws IOException {
    this.process = process;
    this.out = CommandProcess.reader(process);
    String line;
    do {
      line = out.readLine();
      if (line == null) {
        throw new AssertionError("it has ended after " + lines);
      }
      lines.add(line);
    } while (!line.startsWith("console\t"));
  }

  Process process() {
    return process;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Returns the value of the first line of that kind. */
  String value(String what) {
    return lines.stream()
        .filter(line -> line.startsWith(what + "\t"))
        .map(line -> line.substring(what.length() + 1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + what + " in " + lines));
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it has not ended");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    out.close();
  }
}
