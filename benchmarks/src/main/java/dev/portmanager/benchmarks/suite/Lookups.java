package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Answers;
import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Served;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.Turns;
import dev.portmanager.benchmarks.measure.WholeProcess;
import dev.portmanager.benchmarks.measure.WrongAnswerException;
import dev.portmanager.benchmarks.peer.Language;
import dev.portmanager.benchmarks.peer.LookupPeer;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.process.LineServer;
import dev.portmanager.benchmarks.process.Reading;
import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.server.OurServer;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Those who tell the owners of a port, checked before they are timed. As root or as an ordinary
 * user; to be used by one thread.
 */
final class Lookups {

  private static final int MOST_WARM_UPS = 500;
  private static final long WARM_UP_NANOS = 2_000_000_000;

  static final String C = "C reference, 1 thread";
  static final String C2 = "C reference, 2 threads";
  static final String OURS = "Port Manager listenersOn";
  static final String PORT = String.valueOf(Population.PORT);
  static final String SHARED = String.valueOf(Population.PORT + 1);

  private final Bench bench;
  private final Findings findings;
  private final boolean ordinary;

  Lookups(Bench bench, Findings findings, boolean ordinary) {
    this.bench = bench;
    this.findings = findings;
    this.ordinary = ordinary;
  }

  /** An operation of the C reference, in a process that goes on running. */
  Subject reference(String label, String operation) throws IOException {
    List<String> command = List.of(bench.layout().program("reference").toString());
    return new Served(label, server("c", command), operation, 1);
  }

  /** An operation of Port Manager, which reads /proc, in a JVM that goes on running. */
  Subject ours(String label, String operation) throws IOException {
    List<String> command =
        ordinary
            ? Bench.java(OurServer.class)
            : Bench.java(OurServer.class, bench.registry().toString());
    return new Served(label, server("ours", Bench.withKernel("off", command)), operation, 1);
  }

  private LineServer server(String name, List<String> command) throws IOException {
    return ordinary
        ? bench.server(name + " as an ordinary user", Bench.asOrdinaryUser(command))
        : bench.server(name, command);
  }

  /** Port Manager and every peer that can be had, warm. */
  List<Subject> warm() throws IOException {
    List<Subject> all = new ArrayList<>(List.of(ours(OURS, "listeners-on")));
    for (LookupPeer peer : LookupPeer.warm()) {
      if (peer.asked() instanceof LookupPeer.Asked.Warm asked) {
        served(peer, asked).ifPresent(all::add);
      }
    }
    return all;
  }

  private Optional<Subject> served(LookupPeer peer, LookupPeer.Asked.Warm asked)
      throws IOException {
    if (isMissing(peer.label(), asked.language())) {
      return Optional.empty();
    }
    Language language = asked.language();
    List<String> command = language.command(bench.peers().folder(language));
    LineServer server = server(language.folder(), command);
    return Optional.of(new Served(peer.label(), server, asked.operation(), 1));
  }

  /** Every peer that is a command, and our own. */
  List<Subject> wholeProcesses() {
    List<Subject> all = new ArrayList<>();
    String command = bench.layout().root().resolve("bin/portmanager").toString();
    all.add(wholeProcess("portmanager who", List.of(command, "who", "{}")));
    for (LookupPeer peer : LookupPeer.commands()) {
      if (peer.asked() instanceof LookupPeer.Asked.Command asked) {
        if (isOnPath(asked.command().get(0))) {
          all.add(wholeProcess(peer.label(), asked.command()));
        } else {
          findings.notMeasured(
              peer.label(), "not installed (Debian: " + asked.debianPackage() + ")");
        }
      } else if (peer.asked() instanceof LookupPeer.Asked.Once asked
          && !isMissing(peer.label(), asked.language())) {
        all.add(wholeProcess(peer.label(), command(asked)));
      }
    }
    return all;
  }

  private List<String> command(LookupPeer.Asked.Once asked) {
    String folder = bench.peers().folder(asked.language()).toString();
    return asked.arguments().get(0).startsWith("bin/")
        ? Stream.concat(
                Stream.of(folder + "/" + asked.arguments().get(0)),
                asked.arguments().stream().skip(1))
            .toList()
        : Stream.concat(
                asked.language().command(bench.peers().folder(asked.language())).stream(),
                asked.arguments().stream())
            .toList();
  }

  Subject wholeProcess(String label, List<String> command) {
    return new WholeProcess(
        label, bench.commands(), ordinary ? Bench.asOrdinaryUser(command) : command);
  }

  static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> new File(folder, program).canExecute());
  }

  private boolean isMissing(String label, Language language) {
    Optional<String> why = bench.peers().missing(language);
    why.ifPresent(reason -> findings.notMeasured(label, reason));
    return why.isPresent();
  }

  /**
   * Keeps those that name the one owner of a port; ours and the reference must. Notes how many of
   * the three owners of a shared socket each finds.
   */
  List<Subject> check(List<Subject> subjects, Population population, String table)
      throws IOException {
    List<Subject> right = new ArrayList<>();
    for (Subject subject : subjects) {
      Optional<String> wrong = wrong(subject, population.target());
      if (wrong.isEmpty()) {
        right.add(subject);
        // Its own are seen by an ordinary user; these three are another's.
        if (!ordinary) {
          int found = Answers.found(subject.ask(SHARED).answer(), population.holders());
          findings.add(table, Cell.of(subject.label(), "of 3", found + " of 3"));
          if (found < 3 && isOurs(subject)) {
            throw new WrongAnswerException(
                subject.label() + " found " + found + " of " + population.holders());
          }
        }
      } else if (isOurs(subject)) {
        throw new WrongAnswerException(subject.label() + ": " + wrong.get());
      } else {
        findings.notMeasured(subject.label(), wrong.get());
      }
    }
    return right;
  }

  private static boolean isOurs(Subject subject) {
    return subject.label().startsWith("Port Manager")
        || subject.label().startsWith("portmanager")
        || subject.label().startsWith("C reference");
  }

  /** Asks once; empty if the answer is right. */
  static Optional<String> wrong(Subject subject, Set<Long> owners) {
    try {
      Reading reading = subject.ask(PORT);
      boolean right =
          subject instanceof WholeProcess
              ? Answers.found(reading.answer(), owners) == owners.size()
              : Answers.isExactly(reading.answer(), owners);
      return right
          ? Optional.empty()
          : Optional.of("wrong answer: \"" + shorten(reading.answer()) + "\", right is " + owners);
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String shorten(String answer) {
    String line = answer.replace('\n', ' ');
    return line.length() <= 120 ? line : line.substring(0, 120) + "...";
  }

  /** Asks in turn with the reference; the reference is added as the first row. */
  Map<Subject, Series> measure(Subject reference, List<Subject> subjects, Plan plan)
      throws IOException {
    return measure(new Turns(reference, bench.fit(plan)), reference, subjects);
  }

  /** Asks one alone in turn with the reference. */
  Series pair(Subject reference, Subject subject, Plan plan) throws IOException {
    return of(measure(reference, List.of(subject), plan), subject);
  }

  /** Returns what was measured of one that must not fail. */
  static Series of(Map<Subject, Series> measured, Subject subject) throws IOException {
    Series series = measured.get(subject);
    if (series == null) {
      throw new IOException(subject.label() + " failed while it was timed");
    }
    return series;
  }

  Map<Subject, Series> measure(Turns turns, Subject reference, List<Subject> subjects)
      throws IOException {
    List<Subject> all = new ArrayList<>(List.of(reference));
    all.addAll(subjects);
    Map<Subject, Series> measured =
        turns.run(all, PORT, (s, e) -> findings.notMeasured(s.label(), e.toString()));
    findings.spread(of(measured, reference).values());
    return measured;
  }

  /** Asks those that go on running until their compilers and caches have settled. */
  void warmUp(List<Subject> subjects) throws IOException {
    for (Subject subject : subjects) {
      long end = System.nanoTime() + WARM_UP_NANOS;
      for (int i = 0; i < MOST_WARM_UPS && System.nanoTime() < end; i++) {
        subject.ask(PORT);
      }
    }
  }
}
