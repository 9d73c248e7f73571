package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Fixed;
import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Served;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.Turns;
import dev.portmanager.benchmarks.measure.WrongAnswerException;
import dev.portmanager.benchmarks.peer.AllocationPeer;
import dev.portmanager.benchmarks.process.LineServer;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Getting a port, beside the limit in C and every peer. */
final class Allocation implements Benchmark {

  private static final String TABLE = "Getting a port";
  private static final String C = "C bind(0), listen, getsockname, close";
  private static final String C_PROBE = "C probe: bind and listen on [::], close";
  private static final String PROBE = "Port Manager isPortInUse, a free port";
  private static final String AGAIN = "Port Manager getUniquePort, the app has its port";
  private static final String NEW = "Port Manager getUniquePort, new lease, range of 50";
  private static final String RANGE = "25000-25049";
  private static final String FREE = "25060";

  @Override
  public String name() {
    return "allocation";
  }

  @Override
  public String title() {
    return "Getting a port";
  }

  @Override
  public void run(Bench bench, Findings findings) throws IOException {
    findings.table(
        TABLE,
        "Median call of some hundred in a row, of several such rows; (ratio to C's bind(0), which"
            + " promises nothing about the port). Port Manager's lease is unique across processes"
            + " and users and ends with its owner. Released ports are not kept back here (cooldown"
            + " zero).");
    Subject c = reference(bench, C, "bind-0", 2000);
    List<Subject> subjects = new ArrayList<>(List.of(reference(bench, C_PROBE, "probe", 2000)));
    subjects.add(reference(bench, "C bind to a busy port, kept socket", "busy", 2000));
    subjects.add(new Fixed(bench.ours(PROBE, "in-use", 1000), FREE));
    subjects.add(new Fixed(bench.ours(AGAIN, "lease-again", 1000), RANGE));
    subjects.add(new Fixed(bench.ours(NEW, "lease-new", 500), RANGE));
    subjects.add(new Fixed(bench.ours("Port Manager releasePort", "release", 500), RANGE));
    Map<String, String> lacks = new HashMap<>();
    for (AllocationPeer peer : AllocationPeer.all()) {
      add(bench, findings, peer, subjects);
      lacks.put(peer.label(), peer.lacks());
    }
    requireRight(subjects);
    Map<Subject, Series> measured =
        new Turns(c, bench.fit(Plan.of(15, 6, 90)))
            .run(subjects, "0", (s, e) -> findings.notMeasured(s.label(), e.toString()));
    measured.values().stream().findFirst().ifPresent(s -> findings.spread(s.references()));
    findings.addColumn(TABLE, "time", measured);
    findings.addRemarks(TABLE, "what it lacks", lacks);
    goals(findings, measured);
  }

  private static Subject reference(Bench bench, String label, String operation, int count)
      throws IOException {
    LineServer server = bench.server("c", List.of(bench.layout().program("reference").toString()));
    return new Served(label, server, operation, count);
  }

  private static void add(
      Bench bench, Findings findings, AllocationPeer peer, List<Subject> subjects)
      throws IOException {
    Optional<LineServer> server = bench.server(peer.language());
    if (server.isPresent()) {
      subjects.add(new Served(peer.label(), server.get(), peer.operation(), peer.count()));
    } else {
      String why = bench.peers().missing(peer.language()).orElse("unknown");
      findings.notMeasured(peer.label(), why);
    }
  }

  /** Ours must give ports of the range; whether others' are ports is checked at each answer. */
  private static void requireRight(List<Subject> subjects) throws IOException {
    for (Subject subject : subjects) {
      if (subject.label().startsWith("Port Manager getUniquePort")) {
        int port = Integer.parseInt(subject.ask("").answer());
        if (port < 25000 || port > 25049) {
          throw new WrongAnswerException(subject.label() + " gave " + port + " for " + RANGE);
        }
      }
    }
  }

  private static void goals(Findings findings, Map<Subject, Series> measured) {
    Map<String, Double> medians = new HashMap<>();
    measured.forEach((s, series) -> medians.put(s.label(), series.values().median()));
    double probe = medians.getOrDefault(PROBE, Double.NaN);
    double cProbe = medians.getOrDefault(C_PROBE, Double.NaN);
    findings.atMost("one probe: to C's", 1.5, "x", probe / cProbe);
    findings.atMost(
        "getUniquePort, app has its port: to one probe of our own",
        2,
        "x",
        medians.getOrDefault(AGAIN, Double.NaN) / probe);
    findings.atMost(
        "getUniquePort, new lease, range of 50: to one probe of our own",
        5,
        "x",
        medians.getOrDefault(NEW, Double.NaN) / probe);
  }
}
