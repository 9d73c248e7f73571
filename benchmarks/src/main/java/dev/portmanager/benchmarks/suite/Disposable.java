package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.process.Children;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/**
 * A process that listens and can be ended at will: made for this, by us, so nobody else's.
 *
 * @param children started it
 * @param process it
 */
record Disposable(Children children, Process process) implements AutoCloseable {

  static final int PORT = 25_900;

  private static final long PATIENCE_NANOS = 2_000_000_000;

  /** Starts one and waits until it listens; never where somebody else has that port. */
  static Disposable start(Bench bench) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!isPortFree()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("port " + PORT + " is in use by somebody else: nothing is ended");
      }
      Thread.onSpinWait();
    }
    Path program = bench.layout().program("listener");
    ProcessBuilder builder = new ProcessBuilder(program.toString(), String.valueOf(PORT));
    builder.redirectError(bench.layout().log().toFile());
    Process process = bench.children().start(builder);
    String line = process.inputReader().readLine();
    if (line == null || Long.parseLong(line.strip()) != process.pid()) {
      throw new IOException("no listener on port " + PORT + "; it said: " + line);
    }
    return new Disposable(bench.children(), process);
  }

  /** Tells whether the port can be listened on now. */
  static boolean isPortFree() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(PORT), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    children.endNow(process);
  }
}
