package dev.portmanager.reliability.concurrency;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** One thread asks for the port of an application while another gives it back. */
@JCStressTest
@Outcome(id = "leased", expect = Expect.ACCEPTABLE, desc = "the lease is the later one")
@Outcome(id = "free", expect = Expect.ACCEPTABLE, desc = "the release is the later one")
@State
public class GetAndReleaseStress {

  private final String app = SharedManager.nextApp();
  private boolean released;

  /** Leases the port that both are about. */
  public GetAndReleaseStress() {
    SharedManager.get().getUniquePort(app);
  }

  /** The first thread. */
  @Actor
  public void get() {
    SharedManager.get().getUniquePort(app);
  }

  /** The second thread. */
  @Actor
  public void release() {
    released = SharedManager.get().releasePort(app);
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    boolean known = SharedManager.get().getAppPorts().containsKey(app);
    int listed = SharedManager.listed(app).size();
    boolean again = SharedManager.get().releasePort(app);
    if (!released) {
      verdict.r1 = "a lease that could not be released";
    } else if (listed != (known ? 1 : 0) || again != known) {
      verdict.r1 = "known " + known + ", listed " + listed + ", released " + again;
    } else if (!SharedManager.listed(app).isEmpty()) {
      verdict.r1 = "left behind";
    } else {
      verdict.r1 = known ? "leased" : "free";
    }
  }
}
