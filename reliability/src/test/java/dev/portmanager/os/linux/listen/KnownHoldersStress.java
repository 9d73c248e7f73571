package dev.portmanager.os.linux.listen;

import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.ScanResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two look-ups remember the owners that they found. */
@JCStressTest
@Outcome(id = "all known", expect = Expect.ACCEPTABLE, desc = "no hint was lost")
@State
public class KnownHoldersStress {

  /** The table grows meanwhile. */
  private static final int EACH = 32;

  private static final ProcFs PROC = new ProcFs(Path.of("/proc"));

  private final LastKnownOwners owners = new LastKnownOwners(PROC);

  private void remember(int from) {
    for (int inode = from; inode < from + EACH; inode++) {
      OwnerHit hit = new OwnerHit(inode, inode, 3);
      owners.remember(new ScanResult(List.of(hit), 1, 0, Set.of()));
    }
  }

  /** The first thread. */
  @Actor
  public void one() {
    remember(1);
  }

  /** The second thread. */
  @Actor
  public void other() {
    remember(1 + EACH);
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    int known = owners.holders(LongStream.rangeClosed(1, 2 * EACH).toArray()).length;
    verdict.r1 = known == 2 * EACH ? "all known" : known + " known";
  }
}
