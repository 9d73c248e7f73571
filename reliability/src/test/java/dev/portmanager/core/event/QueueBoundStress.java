package dev.portmanager.core.event;

import dev.portmanager.PortEvent;
import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two threads want the last place of a queue. */
@JCStressTest
@Outcome(id = "one dropped", expect = Expect.ACCEPTABLE, desc = "one got it, the other was counted")
@State
public class QueueBoundStress {

  private static final PortEvent EVENT = new PortEvent.Conflict(Instant.EPOCH, "stress", 21_400);

  private final ObserverQueue queue = new ObserverQueue(event -> {}, closed -> {});

  /** Fills the queue, but for one place. */
  public QueueBoundStress() {
    for (int i = 1; i < ObserverQueue.CAPACITY; i++) {
      queue.offer(EVENT);
    }
  }

  /** The first thread. */
  @Actor
  public void one() {
    queue.offer(EVENT);
  }

  /** The second thread. */
  @Actor
  public void other() {
    queue.offer(EVENT);
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    int delivered = 0;
    while (queue.deliverOne()) {
      delivered++;
    }
    verdict.r1 =
        delivered == ObserverQueue.CAPACITY && queue.dropped() == 1
            ? "one dropped"
            : delivered + " delivered, " + queue.dropped() + " dropped";
  }
}
