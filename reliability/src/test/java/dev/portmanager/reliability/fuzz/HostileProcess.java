package dev.portmanager.reliability.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A child with a hostile name and command line that listens on a loopback port.
 *
 * @param kind what is hostile about it
 * @param process the child
 * @param port its port
 */
record HostileProcess(String kind, Process process, int port) implements AutoCloseable {

  static HostileProcess start(Path program, String kind) throws IOException {
    Process process =
        new ProcessBuilder(program.toString(), kind)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
    return new HostileProcess(kind, process, Integer.parseInt(String.valueOf(out.readLine())));
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
