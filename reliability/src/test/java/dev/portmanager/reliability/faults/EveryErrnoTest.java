package dev.portmanager.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.reliability.NativeProgram;
import dev.portmanager.reliability.RunTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each call of the system that the Linux back end makes fails once, with each error that it
 * documents: in its first call, in its last, in those about the process that is looked for, and, as
 * far as the time goes, in every other.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class EveryErrnoTest {

  @TempDir static Path folder;
  private static Path listener;
  private static Victim bystander;

  /** Each scenario has this part of the time of a run. */
  private static final int PARTS = 4;

  private final FaultLoader loader = new FaultLoader();
  private final Map<Account.Outcome, Integer> outcomes = new TreeMap<>();
  private final Set<String> failed = new TreeSet<>();

  @BeforeAll
  static void start() throws Exception {
    listener = NativeProgram.compile(folder, "holder");
    bystander = Victim.start(listener);
  }

  @AfterAll
  static void bystanderIsUnharmed() throws Exception {
    if (bystander != null) {
      boolean alive = bystander.isAlive();
      bystander.close();
      assertThat(alive).as("the bystander lives").isTrue();
    }
  }

  @AfterEach
  void noMoreFaults() {
    Faults.end();
  }

  /** What a scenario calls: how often, and which of these calls are about the victim. */
  private record Calls(Map<String, Integer> counts, Map<String, SortedSet<Integer>> subject) {

    Calls() {
      this(new TreeMap<>(), new TreeMap<>());
    }

    synchronized int note(String function, int nth, boolean about) {
      counts.merge(function, nth, Math::max);
      if (about) {
        subject.computeIfAbsent(function, name -> new TreeSet<>()).add(nth);
      }
      return 0;
    }

    /** Returns which calls are to fail: those that count first, then all others, spread. */
    List<Integer> order(String function) {
      int count = counts.get(function);
      Set<Integer> order = new LinkedHashSet<>(List.of(1, count));
      order.addAll(subject.getOrDefault(function, new TreeSet<>()));
      for (int step = Integer.highestOneBit(count); step > 0; step /= 2) {
        for (int nth = step; nth <= count; nth += step) {
          order.add(nth);
        }
      }
      return List.copyOf(order);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LOOK_UP, false",
    "AT_LEAST, false",
    "ALL, false",
    "KILL, false",
    "LOOK_UP, true",
    "AT_LEAST, true",
    "ALL, true",
    "KILL, true",
    "LOAD, true"
  })
  void everyCallFailsOnce_withEachErrorItDocuments(Scenario scenario, boolean kernel)
      throws Exception {
    try (Subject subject = loader.newSubject(kernel)) {
      assumeTrue(!kernel || subject.asksTheKernel(), "needs root of the machine, and BTF");
    }
    try (Victim known = Victim.start(listener)) {
      Calls calls = record(scenario, kernel, known);
      List<List<Fault>> rounds = rounds(calls);
      long deadline = System.nanoTime() + RunTime.chosen().dividedBy(PARTS).toNanos();
      int all = rounds.stream().mapToInt(List::size).sum();
      int done = 0;
      for (int round = 0; round < rounds.size(); round++) {
        for (Fault fault : rounds.get(round)) {
          // The first round is of each error of each function, and is never cut short.
          if (round == 0 || System.nanoTime() < deadline) {
            one(scenario, kernel, fault, known);
            done++;
          }
        }
      }
      report(scenario, kernel, done + " of " + all, calls);
      assertThat(failed).as("functions that failed").containsAll(calls.counts().keySet());
    }
  }

  private Calls record(Scenario scenario, boolean kernel, Victim known) throws Exception {
    Calls calls = new Calls();
    // Twice: the first time loads classes, and what the JDK calls for that.
    for (int i = 0; i < 2; i++) {
      try (Victim own = scenario.endsTheVictim() ? Victim.start(listener) : null;
          Subject subject = loader.newSubject(kernel)) {
        Victim victim = own == null ? known : own;
        if (kernel && scenario != Scenario.LOAD) {
          assertThat(subject.asksTheKernel()).isTrue();
        }
        Calls seen = new Calls();
        Faults.watch(victim.pid(), seen::note);
        Account account = new Account(new Fault("nothing", 1, 0), victim);
        scenario.run(subject, victim, account);
        Faults.end();
        assertThat(account.outcome()).isEqualTo(Account.Outcome.RIGHT);
        calls = seen;
      }
    }
    return calls;
  }

  private static List<List<Fault>> rounds(Calls calls) {
    List<List<Fault>> rounds = new ArrayList<>();
    for (String function : calls.counts().keySet()) {
      List<Integer> order = calls.order(function);
      for (int i = 0; i < order.size(); i++) {
        if (rounds.size() == i) {
          rounds.add(new ArrayList<>());
        }
        for (int errno : Errnos.of(function)) {
          rounds.get(i).add(new Fault(function, errno, order.get(i)));
        }
      }
    }
    return rounds;
  }

  private void one(Scenario scenario, boolean kernel, Fault fault, Victim known) throws Exception {
    Holdings before = Holdings.now();
    AtomicBoolean fired = new AtomicBoolean();
    try (Victim own = scenario.endsTheVictim() ? Victim.start(listener) : null;
        Subject subject = loader.newSubject(kernel)) {
      Victim victim = own == null ? known : own;
      if (kernel && scenario != Scenario.LOAD) {
        assertThat(subject.asksTheKernel()).as("before %s", fault).isTrue();
      }
      Account account = new Account(fault, victim);
      Faults.begin(fault.once(fired));
      scenario.run(subject, victim, account);
      Faults.end();
      if (account.signalled()) {
        assertThat(victim.wasEnded()).as("%s: ended by the signal", fault).isTrue();
      } else {
        assertThat(victim.isAlive()).as("%s: lives", fault).isTrue();
      }
      if (fired.get()) {
        failed.add(fault.function());
        outcomes.merge(account.outcome(), 1, Integer::sum);
      }
    }
    before.requireAgain(fault.toString());
  }

  private void report(Scenario scenario, boolean kernel, String done, Calls calls)
      throws IOException {
    String name = scenario.name().toLowerCase(Locale.ROOT) + (kernel ? "-kernel" : "-scan");
    Path file = Files.createDirectories(Path.of("target", "errno")).resolve(name + ".txt");
    Files.writeString(
        file, name + ": " + done + " faults; " + outcomes + "; calls " + calls.counts() + "\n");
  }
}
