package dev.portmanager.core.probe;

import dev.portmanager.core.backend.BackEnds;
import dev.portmanager.spi.Host;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two threads probe one free port at once. */
@JCStressTest
@Outcome(id = "free", expect = Expect.ACCEPTABLE, desc = "neither takes the other for a server")
@State
public class OverlapStress {

  private static final int PORT = 21_399;
  private static final Host HOST = BackEnds.find().host();

  private ProbeResult one;
  private ProbeResult other;

  /** The first thread. */
  @Actor
  public void one() {
    one = PortProbe.once(PORT, HOST);
  }

  /** The second thread. */
  @Actor
  public void other() {
    other = PortProbe.once(PORT, HOST);
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    boolean free = one instanceof ProbeResult.Free && other instanceof ProbeResult.Free;
    verdict.r1 = free ? "free" : "busy";
  }
}
