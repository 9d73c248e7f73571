package dev.portmanager.core.event;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** One thread adds an action while another runs them all. */
@JCStressTest
@Outcome(id = "run once", expect = Expect.ACCEPTABLE, desc = "by whichever of them")
@State
public class CloseActionsStress {

  private final CloseActions actions = new CloseActions();
  private final AtomicInteger runs = new AtomicInteger();

  /** The first thread. */
  @Actor
  public void add() {
    actions.add(runs::incrementAndGet);
  }

  /** The second thread. */
  @Actor
  public void run() {
    actions.run();
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    verdict.r1 = runs.get() == 1 ? "run once" : "run " + runs.get() + " times";
  }
}
