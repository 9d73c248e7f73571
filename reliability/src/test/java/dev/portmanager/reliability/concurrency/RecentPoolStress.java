package dev.portmanager.reliability.concurrency;

import dev.portmanager.PoolSnapshot;
import dev.portmanager.jmx.source.RecentPool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two threads read a pool at once. */
@JCStressTest
@Outcome(id = "read once", expect = Expect.ACCEPTABLE, desc = "both got what one of them read")
@Outcome(id = "read again", expect = Expect.ACCEPTABLE, desc = "it was too old for the second")
@State
public class RecentPoolStress {

  private final CountedPool pool = new CountedPool();
  private final RecentPool recent = new RecentPool(pool);
  private final long begin = System.nanoTime();
  private PoolSnapshot one;
  private PoolSnapshot other;

  /** The first thread. */
  @Actor
  public void one() {
    one = recent.get();
  }

  /** The second thread. */
  @Actor
  public void other() {
    other = recent.get();
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    boolean old = System.nanoTime() - begin > RecentPool.MAX_AGE.toNanos();
    if (pool.reads() == 1 && one == other) {
      verdict.r1 = "read once";
    } else {
      verdict.r1 = old ? "read again" : "read " + pool.reads() + " times";
    }
  }
}
