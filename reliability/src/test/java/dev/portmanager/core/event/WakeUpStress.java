package dev.portmanager.core.event;

import dev.portmanager.PortEvent;
import dev.portmanager.reliability.concurrency.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two threads publish while the thread that delivers falls asleep. */
@JCStressTest
@Outcome(id = "delivered", expect = Expect.ACCEPTABLE, desc = "both events arrive")
@State
public class WakeUpStress {

  private static final PortEvent EVENT = new PortEvent.Conflict(Instant.EPOCH, "stress", 21_400);

  private static final int LONGEST_SPIN = 4_000;
  private static final AtomicLong RECEIVED = new AtomicLong();

  /** It sleeps as soon as there is nothing to deliver. */
  private static final EventBus BUS = new EventBus("stress", Duration.ZERO);

  static {
    BUS.subscribe(event -> RECEIVED.incrementAndGet());
  }

  private final long before = RECEIVED.get();
  private final int spin = ThreadLocalRandom.current().nextInt(LONGEST_SPIN);

  /** The first thread. */
  @Actor
  public void one() {
    BUS.publish(EVENT);
  }

  /** The second thread: it comes when the first one's event has been delivered, or nearly. */
  @Actor
  public void other() {
    for (int i = 0; i < spin; i++) {
      Thread.onSpinWait();
    }
    BUS.publish(EVENT);
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    boolean delivered = Await.comesTrue(() -> RECEIVED.get() >= before + 2);
    verdict.r1 = delivered ? "delivered" : "slept on";
    if (!delivered) {
      BUS.publish(EVENT);
      Await.comesTrue(() -> RECEIVED.get() >= before + 3);
    }
  }
}
