package dev.portmanager.reliability.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process of the tests that listens on a port. */
final class Victim implements AutoCloseable {

  private static final int ENDED_BY_SIGTERM = 128 + 15;
  private static final int ENDED_BY_SIGKILL = 128 + 9;

  private final Process process;
  private final int port;

  private Victim(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one, on a port that the system picks. */
  static Victim start(Path listener) throws IOException {
    Process process = new ProcessBuilder(listener.toString()).start();
    process.getErrorStream().close();
    process.getOutputStream().close();
    try (BufferedReader said = process.inputReader()) {
      return new Victim(process, Integer.parseInt(String.valueOf(said.readLine())));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  long pid() {
    return process.pid();
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it has been ended by one of the two signals that it may be sent. */
  boolean wasEnded() throws InterruptedException {
    return process.waitFor(10, TimeUnit.SECONDS)
        && (process.exitValue() == ENDED_BY_SIGTERM || process.exitValue() == ENDED_BY_SIGKILL);
  }

  /** Ends it and waits until it is reaped, so that what it takes of this JVM is given back. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
