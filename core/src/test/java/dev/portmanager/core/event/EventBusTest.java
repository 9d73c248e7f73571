package dev.portmanager.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.PortEvent;
import dev.portmanager.Subscription;
import dev.portmanager.core.LogCapture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventBusTest {
  private final EventBus bus = new EventBus("test");

  @AfterEach
  void closeBus() {
    bus.close();
  }

  private static PortEvent event(int port) {
    return new PortEvent.Conflict(Instant.EPOCH, "web", port);
  }

  private static int port(PortEvent event) {
    return ((PortEvent.Conflict) event).port();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int take(BlockingQueue<Integer> queue) throws InterruptedException {
    Integer next = queue.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("an event within 20 s").isNotNull();
    return next;
  }

  @Test
  void events_reachEveryObserverInOrder() throws InterruptedException {
    BlockingQueue<Integer> first = new LinkedBlockingQueue<>();
    BlockingQueue<Integer> second = new LinkedBlockingQueue<>();
    bus.subscribe(e -> first.add(port(e)));
    bus.subscribe(e -> second.add(port(e)));

    for (int i = 0; i < 500; i++) {
      bus.publish(event(i));
    }

    for (int i = 0; i < 500; i++) {
      assertThat(take(first)).isEqualTo(i);
      assertThat(take(second)).isEqualTo(i);
    }
  }

  @Test
  void eventBeforeSubscription_isNotDelivered() throws InterruptedException {
    BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
    bus.publish(event(1));
    bus.subscribe(e -> seen.add(port(e)));
    bus.publish(event(2));

    assertThat(take(seen)).isEqualTo(2);
  }

  @Test
  void hasSubscribers_followsSubscriptions() {
    assertThat(bus.hasSubscribers()).isFalse();
    Subscription one = bus.subscribe(e -> {});
    Subscription two = bus.subscribe(e -> {});
    one.close();
    one.close();
    assertThat(bus.hasSubscribers()).isTrue();
    two.close();
    assertThat(bus.hasSubscribers()).isFalse();
  }

  @Test
  void slowObserver_losesTheNewestEventsAndCountsThem() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
    Subscription subscription =
        bus.subscribe(
            e -> {
              entered.countDown();
              await(goOn);
              seen.add(port(e));
            });
    bus.publish(event(0));
    await(entered);

    // The first is under way, so the queue is empty now.
    for (int i = 1; i <= ObserverQueue.CAPACITY + 7; i++) {
      bus.publish(event(i));
    }
    assertThat(subscription.dropped()).isEqualTo(7);
    goOn.countDown();

    List<Integer> all = new ArrayList<>();
    for (int i = 0; i <= ObserverQueue.CAPACITY; i++) {
      all.add(take(seen));
    }
    assertThat(all).isEqualTo(IntStream.rangeClosed(0, ObserverQueue.CAPACITY).boxed().toList());
    bus.publish(event(5_000));
    assertThat(take(seen)).as("room again").isEqualTo(5_000);
    assertThat(subscription.dropped()).isEqualTo(7);
  }

  @Test
  void throwingObserver_isLoggedAndGoesOnReceiving() throws InterruptedException {
    BlockingQueue<Integer> others = new LinkedBlockingQueue<>();
    CountDownLatch failed = new CountDownLatch(3);
    try (LogCapture log = new LogCapture(EventBus.class.getName())) {
      bus.subscribe(
          e -> {
            failed.countDown();
            switch (port(e)) {
              case 1 -> throw new IllegalStateException("first");
              case 2 -> throw new NoClassDefFoundError("second");
              default -> throw new OutOfMemoryError("third, made up");
            }
          });
      bus.subscribe(e -> others.add(port(e)));
      for (int i = 1; i <= 3; i++) {
        bus.publish(event(i));
      }
      await(failed);
      for (int i = 1; i <= 3; i++) {
        assertThat(take(others)).isEqualTo(i);
      }
      assertThat(log.records())
          .extracting(LogRecord::getLevel)
          .containsExactly(Level.WARNING, Level.FINE, Level.FINE);
      assertThat(log.records())
          .extracting(r -> r.getThrown().getMessage())
          .containsExactly("first", "second", "third, made up");
    }
  }

  @Test
  void observerThatClosesItsSubscription_getsNothingMore() throws InterruptedException {
    BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
    BlockingQueue<Integer> others = new LinkedBlockingQueue<>();
    AtomicReference<Subscription> own = new AtomicReference<>();
    CountDownLatch ready = new CountDownLatch(1);
    own.set(
        bus.subscribe(
            e -> {
              await(ready);
              seen.add(port(e));
              own.get().close();
            }));
    bus.subscribe(e -> others.add(port(e)));
    bus.publish(event(1));
    bus.publish(event(2));
    ready.countDown();

    assertThat(take(others)).isEqualTo(1);
    assertThat(take(others)).isEqualTo(2);
    assertThat(seen).containsExactly(1);
  }

  @Test
  void observerThatPublishes_doesNotWait() throws InterruptedException {
    BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
    bus.subscribe(
        e -> {
          seen.add(port(e));
          if (port(e) < 3) {
            bus.publish(event(port(e) + 1));
          }
        });
    bus.publish(event(1));

    assertThat(take(seen)).isEqualTo(1);
    assertThat(take(seen)).isEqualTo(2);
    assertThat(take(seen)).isEqualTo(3);
  }

  @Test
  void observerThatLeavesTheThreadInterrupted_doesNotMakeItSpin() throws InterruptedException {
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
    EventBus sleepy = new EventBus("sleepy", Duration.ZERO);
    sleepy.subscribe(
        e -> {
          threads.add(Thread.currentThread());
          Thread.currentThread().interrupt();
          seen.add(port(e));
        });
    sleepy.publish(event(1));
    take(seen);
    Thread thread = threads.take();

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    // Once is enough: a late wake-up of the first event may let it look again. It would never wait
    // if it went on being interrupted.
    boolean waited = false;
    while (!waited && System.nanoTime() < deadline) {
      waited = thread.getState() == Thread.State.WAITING;
    }
    assertThat(waited).isTrue();
    sleepy.publish(event(2));
    assertThat(take(seen)).isEqualTo(2);
    sleepy.close();
  }

  @Test
  void closedBus_takesNoSubscriptionAndNoEvent() {
    bus.close();

    bus.publish(event(1));
    assertThat(bus.hasSubscribers()).isFalse();
    assertThatThrownBy(() -> bus.subscribe(e -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"test\"");
  }

  @Test
  void eventsPublishedBeforeClose_areStillDelivered() throws InterruptedException {
    BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    bus.subscribe(
        e -> {
          entered.countDown();
          await(goOn);
          seen.add(port(e));
        });
    bus.publish(event(1));
    await(entered);
    bus.publish(event(2));
    bus.close();
    bus.publish(event(3));
    goOn.countDown();

    assertThat(take(seen)).isEqualTo(1);
    assertThat(take(seen)).isEqualTo(2);
  }
}
