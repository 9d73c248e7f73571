package dev.portmanager.benchmarks.micro;

import dev.portmanager.PortEvent;
import dev.portmanager.PortRange;
import dev.portmanager.core.event.EventBus;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Publishing an event that exists already, with nobody and with one who listens. */
@State(Scope.Thread)
public class Publishing {

  /** How many observers. */
  @Param({"0", "1"})
  public int observers;

  private final EventBus bus = new EventBus("benchmark");
  private final LongAdder seen = new LongAdder();
  private final PortEvent event =
      new PortEvent.LookedUp(
          Instant.EPOCH,
          PortRange.DEFAULT,
          Duration.ZERO,
          PortEvent.LookedUp.Outcome.FOUND,
          true,
          PortEvent.LookedUp.Means.SCAN);

  /** Subscribes. */
  @Setup(Level.Trial)
  public void subscribe() {
    for (int i = 0; i < observers; i++) {
      bus.subscribe(e -> seen.increment());
    }
  }

  /** Ends the bus's thread. */
  @TearDown(Level.Trial)
  public void close() {
    bus.close();
  }

  /** Publishes; a full queue drops. */
  @Benchmark
  public void publish() {
    bus.publish(event);
  }
}
