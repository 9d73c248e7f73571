package dev.portmanager.reliability.concurrency;

import dev.portmanager.PortEvent;
import dev.portmanager.PortManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Whatever two threads that ask for one application publish, every lease ends once. */
@JCStressTest
@Outcome(
    id = "balanced",
    expect = Expect.ACCEPTABLE,
    desc = "each lease that was published was published as released")
@State
public class LeaseEventsStress {

  private static final PortManager MANAGER = SharedManager.open("events");

  /** Leases less releases, by application and port. */
  private static final Map<String, Integer> OPEN = new ConcurrentHashMap<>();

  private static final String MARK = "mark-";

  static {
    MANAGER.subscribe(LeaseEventsStress::count);
  }

  private final String app = SharedManager.nextApp();

  private static void count(PortEvent event) {
    if (event instanceof PortEvent.Leased leased) {
      OPEN.merge(leased.lease().app() + " " + leased.lease().port(), 1, Integer::sum);
    } else if (event instanceof PortEvent.Released released) {
      OPEN.merge(released.lease().app() + " " + released.lease().port(), -1, Integer::sum);
      if (released.lease().app().startsWith(MARK)) {
        OPEN.put(released.lease().app(), 0);
      }
    }
  }

  /** The first thread. */
  @Actor
  public void one() {
    MANAGER.getUniquePort(app);
  }

  /** The second thread. */
  @Actor
  public void other() {
    MANAGER.getUniquePort(app);
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    MANAGER.releasePort(app);
    MANAGER.getUniquePort(MARK + app);
    MANAGER.releasePort(MARK + app);
    // Events come in order: once the mark is there, so are all before it.
    if (!Await.comesTrue(() -> OPEN.containsKey(MARK + app))) {
      verdict.r1 = "event lost";
    } else if (OPEN.entrySet().stream()
        .anyMatch(entry -> entry.getKey().startsWith(app + " ") && entry.getValue() != 0)) {
      verdict.r1 = "a lease that never ended";
    } else {
      verdict.r1 = "balanced";
    }
    OPEN.clear();
  }
}
