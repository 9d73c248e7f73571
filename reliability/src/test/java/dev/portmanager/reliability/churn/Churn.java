package dev.portmanager.reliability.churn;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.reliability.churn.Nursery.Account;
import dev.portmanager.reliability.churn.Nursery.Victim;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * The run, in a pid namespace of its own: {@code nursery java Churn KILLS manager|number}. Victims
 * end by themselves at any moment of a kill, and their number is another's at once.
 */
public final class Churn {

  private static final int PORT = 8_050;
  private static final int FIRST = 200;
  private static final int NUMBERS = 100;
  private static final int SIGTERM = 15;
  private static final KillOptions OPTIONS =
      KillOptions.builder().gracePeriod(Duration.ofMillis(20)).build();

  private final Nursery nursery;
  private final PortManager manager;
  private final boolean byNumber;
  private final Random random = new Random(41);
  private final Map<KillOutcome.Result, Integer> results = new EnumMap<>(KillOutcome.Result.class);
  private long typicalMicros = 5_000;
  private long successors;
  private Account last = new Account(0, 0, 0, 0);

  private Churn(Nursery nursery, PortManager manager, boolean byNumber) {
    this.nursery = nursery;
    this.manager = manager;
    this.byNumber = byNumber;
  }

  /**
   * Runs it, and writes what was seen to the standard error.
   *
   * @param words how many kills, by what
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] words) throws IOException {
    int kills = Integer.parseInt(words[0]);
    try (PortManager manager = PortManagers.forRange(PORT, PORT)) {
      Churn churn = new Churn(new Nursery(), manager, words[1].equals("number"));
      for (int i = 0; i < kills; i++) {
        churn.one();
      }
      System.err.println(churn.summary(kills));
    }
  }

  private void one() throws IOException {
    boolean stubborn = random.nextInt(10) == 0;
    long most = stubborn ? 40_000 : typicalMicros * 3 / 2;
    int pid = FIRST + random.nextInt(NUMBERS);
    nursery.make(new Victim(pid, PORT, random.nextInt((int) most), stubborn));
    long start = System.nanoTime();
    if (byNumber) {
      killByNumber();
    } else {
      KillReport report = manager.killProcessOnPort(PORT, OPTIONS);
      report.outcomes().forEach(outcome -> results.merge(outcome.result(), 1, Integer::sum));
    }
    if (!stubborn) {
      typicalMicros = (typicalMicros * 15 + (System.nanoTime() - start) / 1_000) / 16 + 1;
    }
    last = nursery.stop();
    successors += last.successors();
  }

  /** What a tool does that looks up a number and signals it. */
  private void killByNumber() {
    for (Listener listener : manager.listenersOn(PORT)) {
      if (listener.ownership() instanceof Ownership.Known known
          && LibC.kill((int) known.owners().get(0).pid(), SIGTERM) == 0) {
        results.merge(KillOutcome.Result.TERMINATED, 1, Integer::sum);
      }
    }
  }

  private String summary(int kills) throws IOException {
    return String.format(
        Locale.ROOT,
        "pid_max=%s kills=%d signalled=%d gone=%d other=%d successors=%d others=%d wrong=%d",
        new ProcFs(Path.of("/proc")).text("sys/kernel/pid_max").strip(),
        kills,
        count(KillOutcome.Result.TERMINATED, KillOutcome.Result.KILLED),
        kills
            - results.values().stream().mapToInt(Integer::intValue).sum()
            + count(KillOutcome.Result.ALREADY_GONE),
        count(KillOutcome.Result.SURVIVED, KillOutcome.Result.DENIED, KillOutcome.Result.REFUSED),
        successors,
        last.others(),
        last.trapped() + last.killed());
  }

  private int count(KillOutcome.Result... counted) {
    return List.of(counted).stream().mapToInt(result -> results.getOrDefault(result, 0)).sum();
  }
}
