package dev.portmanager.core.event;

import dev.portmanager.PortEvent;
import dev.portmanager.Subscription;
import dev.portmanager.reliability.concurrency.Await;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** One thread ends the last subscription while another subscribes. */
@JCStressTest
@Outcome(
    id = "delivered",
    expect = Expect.ACCEPTABLE,
    desc = "the new subscription gets what is published")
@State
public class SubscribeStress {

  private static final PortEvent EVENT = new PortEvent.Conflict(Instant.EPOCH, "stress", 21_400);

  private final EventBus bus = new EventBus("stress");
  private final AtomicInteger received = new AtomicInteger();
  private final Subscription before = bus.subscribe(event -> {});

  /** The first thread. */
  @Actor
  public void unsubscribe() {
    before.close();
  }

  /** The second thread. */
  @Actor
  public void subscribe() {
    bus.subscribe(event -> received.incrementAndGet());
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    bus.publish(EVENT);
    verdict.r1 = Await.comesTrue(() -> received.get() == 1) ? "delivered" : "lost";
    bus.close();
  }
}
