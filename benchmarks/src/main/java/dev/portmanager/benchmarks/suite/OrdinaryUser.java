package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.population.Size;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All owners of a port of one's own, as an ordinary user who cannot look into most processes. */
final class OrdinaryUser implements Benchmark {

  private static final String TABLE = "All owners of a port, as an ordinary user";

  @Override
  public String name() {
    return "user";
  }

  @Override
  public String title() {
    return "As an ordinary user";
  }

  @Override
  public void run(Bench bench, Findings findings) throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      findings.notMeasured(title(), "only root can become another user; the other tables are it");
      return;
    }
    if (!Lookups.isOnPath("setpriv")) {
      findings.notMeasured(title(), "setpriv is not installed (Debian: util-linux)");
      return;
    }
    findings.table(
        TABLE,
        "User 1001, population M: three in ten of its processes are the user's own, so is the"
            + " holder. Median; (ratio to C with 1 thread as the same user).");
    Lookups lookups = new Lookups(bench, findings, true);
    try (Population population = bench.populate(Size.M)) {
      Subject c = lookups.reference(Lookups.C, "owners");
      Subject c2 = lookups.reference(Lookups.C2, "owners2");
      List<Subject> all = new ArrayList<>(List.of(c, c2));
      all.addAll(lookups.warm());
      List<Subject> right = new ArrayList<>(lookups.check(all, population, TABLE));
      lookups.warmUp(right);
      right.remove(c);
      Map<Subject, Series> measured = lookups.measure(c, right, Plan.of(21, 2, 25));
      findings.addColumn(TABLE, "M", measured);
      Subject ours = lookups.ours(Lookups.OURS, "listeners-on");
      Series pair = lookups.pair(c2, ours, Plan.of(41, 3, 10));
      findings.atMost(
          "all owners as an ordinary user, M: to C with as many threads",
          1.3,
          "x",
          pair.ratios().median());
    }
  }
}
