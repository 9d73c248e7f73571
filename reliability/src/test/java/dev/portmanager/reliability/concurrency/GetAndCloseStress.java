package dev.portmanager.reliability.concurrency;

import dev.portmanager.PortManager;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** One thread asks for a port while another closes the manager. */
@JCStressTest
@Outcome(id = "refused", expect = Expect.ACCEPTABLE, desc = "the manager was closed before")
@Outcome(id = "released", expect = Expect.ACCEPTABLE, desc = "the lease ended with the manager")
@State
public class GetAndCloseStress {

  private final String app = SharedManager.nextApp();
  private final PortManager manager = SharedManager.open("closing");
  private boolean refused;

  /** The first thread. */
  @Actor
  public void get() {
    try {
      manager.getUniquePort(app);
    } catch (IllegalStateException e) {
      refused = true;
    }
  }

  /** The second thread. */
  @Actor
  public void close() {
    manager.close();
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    if (!SharedManager.listed(app).isEmpty()) {
      verdict.r1 = "a lease outlived its manager";
    } else {
      verdict.r1 = refused ? "refused" : "released";
    }
  }
}
