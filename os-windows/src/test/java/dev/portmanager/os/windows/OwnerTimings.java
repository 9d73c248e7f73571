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
 * Measures the look-up of a port's owner beside a program in C that makes the same calls, in turn;
 * each of these calls; and how soon an end is known. Run by {@code os-windows/wine/measure}.
 */
final class OwnerTimings {

  /** Look-ups before the JVM has compiled them all for good, which it goes on with for seconds. */
  private static final int WARM_UP = 6_000;

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
    timings.calls();
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
      warmUp(killer, port);
      double[] ratios = new double[ROUNDS];
      double[] ours = new double[ROUNDS];
      double[] theirs = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        long mine = ourMedian(port, listener.process().pid());
        long yours = theirMedian(other, port, listener.process().pid());
        ours[i] = mine / 1e6;
        theirs[i] = yours / 1e6;
        ratios[i] = (double) mine / yours;
      }
      print("look-up, Port Manager [ms]", ours);
      print("look-up, C [ms]", theirs);
      print("ratio", ratios);
    }
  }

  private static void warmUp(ProcessKiller killer, int port) {
    for (int i = 0; i < WARM_UP; i++) {
      killer.listeners(ListenerQuery.ofPort(port, Protocol.TCP));
    }
  }

  /** Prints what each call takes in both; fails if they do not make the same. */
  private void calls() throws IOException {
    CallTimings timed = new CallTimings();
    ProcessKiller watched = new WindowsProcessKiller(timed.win32());
    try (Program listener = Program.start(reference, "listen");
        Program other = Program.start(reference, "calls")) {
      int port = Integer.parseInt(listener.line());
      warmUp(watched, port);
      for (int i = 0; i < CallTimings.ROUNDS; i++) {
        timed.nextRound();
        watched.listeners(ListenerQuery.ofPort(port, Protocol.TCP));
      }
      other.say(port + " " + CallTimings.ROUNDS);
      for (CallTimings.Call call : timed.calls()) {
        String[] theirs = other.line().split(" ", -1);
        if (!theirs[0].equals(call.name())) {
          throw new IllegalStateException(
              "the program in C calls " + theirs[0] + ", not " + call.name());
        }
        System.out.println(
            String.format(
                Locale.ROOT,
                "  %-27s Port Manager %6.1f us, C %6.1f us",
                call.name(),
                call.median() / 1e3,
                Long.parseLong(theirs[1]) / 1e3));
      }
      requirePid(other.line().split(" ", -1)[0], listener.process().pid());
    }
  }

  private static void requirePid(String found, long expected) {
    if (!found.equals(Long.toString(expected))) {
      throw new IllegalStateException("the program in C found " + found + ", not " + expected);
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
    requirePid(answer[0], expected);
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
