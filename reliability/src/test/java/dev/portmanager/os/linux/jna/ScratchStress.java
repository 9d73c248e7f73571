package dev.portmanager.os.linux.jna;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two threads borrow working memory while one block is in the pool. */
@JCStressTest
@Outcome(id = "apart", expect = Expect.ACCEPTABLE, desc = "neither saw what the other wrote")
@State
public class ScratchStress {

  private static final int SPIN = 50;

  private boolean oneKept;
  private boolean otherKept;

  /** Leaves a block in the pool. */
  public ScratchStress() {
    Scratch.borrow().close();
  }

  private static boolean keeps(byte mark) {
    try (Scratch scratch = Scratch.borrow()) {
      ByteBuffer bytes = scratch.memory().bytes();
      bytes.put(0, mark);
      for (int i = 0; i < SPIN; i++) {
        Thread.onSpinWait();
      }
      return bytes.get(0) == mark;
    }
  }

  /** The first thread. */
  @Actor
  public void one() {
    oneKept = keeps((byte) 1);
  }

  /** The second thread. */
  @Actor
  public void other() {
    otherKept = keeps((byte) 2);
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    verdict.r1 = oneKept && otherKept ? "apart" : "one block for two";
  }
}
