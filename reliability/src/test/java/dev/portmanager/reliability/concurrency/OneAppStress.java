package dev.portmanager.reliability.concurrency;

import dev.portmanager.LeaseInfo;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two threads ask for the port of one application at once. */
@JCStressTest
@Outcome(id = "one port", expect = Expect.ACCEPTABLE, desc = "both have the same lease")
@State
public class OneAppStress {

  private final String app = SharedManager.nextApp();
  private int one;
  private int other;

  /** The first thread. */
  @Actor
  public void one() {
    one = SharedManager.get().getUniquePort(app);
  }

  /** The second thread. */
  @Actor
  public void other() {
    other = SharedManager.get().getUniquePort(app);
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    List<LeaseInfo> listed = SharedManager.listed(app);
    boolean released = SharedManager.get().releasePort(app);
    if (one != other) {
      verdict.r1 = "two ports";
    } else if (listed.size() != 1 || listed.get(0).port() != one) {
      verdict.r1 = listed.size() + " leases in the register";
    } else if (!released || !SharedManager.listed(app).isEmpty()) {
      verdict.r1 = "not released";
    } else {
      verdict.r1 = "one port";
    }
  }
}
