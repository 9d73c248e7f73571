package dev.portmanager.reliability.concurrency;

import dev.portmanager.jmx.source.OperationCounts;
import dev.portmanager.jmx.source.OperationCounts.Method;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two threads count operations of a manager that nobody counted before. */
@JCStressTest
@Outcome(id = "both counted", expect = Expect.ACCEPTABLE, desc = "no count was lost")
@State
public class OperationCountsStress {

  private final CountedPool pool = new CountedPool();

  private void count() {
    OperationCounts.of(pool).count(Method.FIND_LEASE, OperationCounts.Outcome.SUCCESS);
  }

  /** The first thread. */
  @Actor
  public void one() {
    count();
  }

  /** The second thread. */
  @Actor
  public void other() {
    count();
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    long total = OperationCounts.of(pool).total(Method.FIND_LEASE, OperationCounts.Outcome.SUCCESS);
    verdict.r1 = total == 2 ? "both counted" : total + " counted";
  }
}
