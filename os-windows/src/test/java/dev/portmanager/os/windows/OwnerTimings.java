package dev.portmanager.os.windows;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import dev.portmanager.spi.SignalOutcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures the look-up of a port's owner beside a program in C that makes the same calls, in turn,
 * and how soon an end is known. Run by {@code os-windows/wine/measure}.
 */
final class OwnerTimings {

  private static final int WARM_UP = 40;
  private static final int ROUNDS = 61;
  private static final int CALLS = 21;
  private static final int KILLS = 31;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ProcessKiller killer = new WindowsProcessKiller();
  private final String reference;

  private OwnerTimings(String reference) {
    this.reference = reference;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: OwnerTimings REFERENCE.EXE");
    }
    OwnerTimings timings = new OwnerTimings(arguments[0]);
    timings.lookUps();
    timings.kills();
  }

  /** A program in C, spoken to in lines; ends with its input. */
  private record Program(Process process, BufferedReader output, Writer input)
      implements AutoCloseable {

    static Program start(String path, String mode) throws IOException {
      Process process =
          new ProcessBuilder(path, mode).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new Program(
          process,
          process.inputReader(StandardCharsets.US_ASCII),
          process.outputWriter(StandardCharsets.US_ASCII));
    }

    String line() throws IOException {
      String line = output.readLine();
      if (line == null) {
        throw new IOException("the program in C has ended");
      }
      return line.strip();
    }

    void say(String line) throws IOException {
      input.write(line + "\n");
      input.flush();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private void lookUps() throws IOException {
    try (Program listener = Program.start(reference, "listen");
        Program other = Program.start(reference, "look-up")) {
      int port = Integer.parseInt(listener.line());
      double[] ratios = new double[ROUNDS];
      double[] ours = new double[ROUNDS];
      double[] theirs = new double[ROUNDS];
      for (int i = -WARM_UP; i < ROUNDS; i++) {
        long mine = ourMedian(port, listener.process().pid());
        long yours = theirMedian(other, port, listener.process().pid());
        if (i >= 0) {
          ours[i] = mine / 1e6;
          theirs[i] = yours / 1e6;
          ratios[i] = (double) mine / yours;
        }
      }
      print("look-up, Port Manager [ms]", ours);
      print("look-up, C [ms]", theirs);
      print("ratio", ratios);
    }
  }

  private long ourMedian(int port, long expected) {
    ListenerQuery query = ListenerQuery.ofPort(port, Protocol.TCP);
    long[] took = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long before = System.nanoTime();
      List<Listener> found = killer.listeners(query);
      took[i] = System.nanoTime() - before;
      requireOwner(found, expected);
    }
    Arrays.sort(took);
    return took[CALLS / 2];
  }

  private static void requireOwner(List<Listener> found, long expected) {
    boolean right =
        found.size() == 1
            && found.get(0).ownership() instanceof Ownership.Known known
            && known.owners().get(0).pid() == expected
            && known.owners().get(0).executable().isPresent()
            && known.owners().get(0).commandLine().isPresent();
    if (!right) {
      throw new IllegalStateException("pid " + expected + " should be found, not " + found);
    }
  }

  private static long theirMedian(Program other, int port, long expected) throws IOException {
    other.say(port + " " + CALLS);
    String[] answer = other.line().split(" ", -1);
    if (Long.parseLong(answer[0]) != expected) {
      throw new IllegalStateException("the program in C found " + answer[0] + ", not " + expected);
    }
    return Long.parseLong(answer[1]);
  }

  private void kills() throws IOException, InterruptedException {
    double[] took = new double[KILLS];
    for (int i = 0; i < KILLS; i++) {
      try (Program victim = Program.start(reference, "listen")) {
        victim.line();
        took[i] = killMillis(victim.process().pid());
      }
    }
    print("kill to known [ms]", took);
  }

  private double killMillis(long pid) throws InterruptedException {
    try (PinnedProcess pin = killer.pin(pid).orElseThrow()) {
      long before = System.nanoTime();
      SignalOutcome outcome = pin.kill();
      boolean ended = pin.awaitExit(PATIENCE);
      double millis = (System.nanoTime() - before) / 1e6;
      if (!ended) {
        throw new IllegalStateException("pid " + pid + " did not end: " + outcome);
      }
      return millis;
    }
  }

  private static void print(String what, double[] values) {
    Arrays.sort(values);
    System.out.println(
        String.format(
            Locale.ROOT,
            "%-28s median %.3f (middle half %.3f-%.3f, n = %d)",
            what,
            values[values.length / 2],
            values[values.length / 4],
            values[values.length * 3 / 4],
            values.length));
  }
}
