package dev.portmanager.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.PortEvent;
import dev.portmanager.Subscription;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The life of the bus's thread, and the bus under many threads. */
@Timeout(60)
class EventBusThreadTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private final String name = "thread-test-" + NAMES.incrementAndGet();

  private static PortEvent event(int port) {
    return new PortEvent.Conflict(Instant.EPOCH, "web", port);
  }

  private static int port(PortEvent event) {
    return ((PortEvent.Conflict) event).port();
  }

  private List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("portmanager-events-" + name))
        .toList();
  }

  private static void requireEnd(Thread thread) throws InterruptedException {
    thread.join(20_000);
    assertThat(thread.isAlive()).as("%s still lives", thread).isFalse();
  }

  @Test
  void thread_livesFromTheFirstSubscriptionToTheLast() throws InterruptedException {
    try (EventBus bus = new EventBus(name)) {
      assertThat(threads()).isEmpty();
      Subscription one = bus.subscribe(e -> {});
      Subscription two = bus.subscribe(e -> {});
      assertThat(threads()).hasSize(1);
      Thread thread = threads().get(0);
      assertThat(thread.isDaemon()).isTrue();
      one.close();
      assertThat(thread.isAlive()).isTrue();
      two.close();
      requireEnd(thread);

      BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
      bus.subscribe(e -> seen.add(port(e)));
      bus.publish(event(7));
      assertThat(seen.poll(20, TimeUnit.SECONDS)).as("after a new start").isEqualTo(7);
    }
  }

  @Test
  void thread_endsWhenTheBusIsClosed() throws InterruptedException {
    EventBus bus = new EventBus(name);
    Subscription subscription = bus.subscribe(e -> {});
    Thread thread = threads().get(0);
    bus.close();
    bus.close();

    requireEnd(thread);
    subscription.close();
  }

  @Test
  void thread_endsWhenTheObserverClosesTheBus() throws InterruptedException {
    EventBus bus = new EventBus(name);
    bus.subscribe(e -> bus.close());
    Thread thread = threads().get(0);
    bus.publish(event(1));

    requireEnd(thread);
  }

  @Test
  void thread_takesNothingFromWhoSubscribesFirst() {
    InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    inherited.set("of the subscriber");
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (EventBus bus = new EventBus(name)) {
      Thread.currentThread().setContextClassLoader(new ClassLoader(before) {});
      bus.subscribe(e -> seen.add(String.valueOf(inherited.get())));
      assertThat(threads().get(0).getContextClassLoader())
          .isSameAs(ClassLoader.getSystemClassLoader());
      bus.publish(event(1));
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("null");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void observerThatNeverReturns_doesNotKeepTheClosedBusAlive() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    WeakReference<EventBus> bus = closedBusWithStuckObserver(entered, goOn);
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (bus.get() != null && System.nanoTime() < deadline) {
        System.gc();
      }
      assertThat(bus.get()).isNull();
      assertThat(threads()).hasSize(1);
    } finally {
      goOn.countDown();
    }
    for (Thread thread : threads()) {
      requireEnd(thread);
    }
  }

  private WeakReference<EventBus> closedBusWithStuckObserver(
      CountDownLatch entered, CountDownLatch goOn) throws InterruptedException {
    EventBus bus = new EventBus(name);
    bus.subscribe(
        e -> {
          entered.countDown();
          try {
            goOn.await();
          } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
          }
        });
    bus.publish(event(1));
    assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
    bus.close();
    return new WeakReference<>(bus);
  }

  @Test
  void everyEventOfEveryPublisher_arrivesInItsOrder() throws InterruptedException {
    int publishers = 4;
    int each = 20_000;
    long[] last = new long[publishers];
    AtomicBoolean disorder = new AtomicBoolean();
    AtomicLong seen = new AtomicLong();
    try (EventBus bus = new EventBus(name)) {
      Subscription subscription =
          bus.subscribe(
              e -> {
                int publisher = port(e) / 100_000;
                int number = port(e) % 100_000;
                disorder.compareAndSet(false, number <= last[publisher]);
                last[publisher] = number;
                seen.incrementAndGet();
              });
      List<Thread> threads = new ArrayList<>();
      for (int p = 0; p < publishers; p++) {
        int base = p * 100_000;
        threads.add(
            new Thread(
                () -> {
                  for (int i = 1; i <= each; i++) {
                    bus.publish(event(base + i));
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        requireEnd(thread);
      }
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (seen.get() + subscription.dropped() < (long) publishers * each
          && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(seen.get() + subscription.dropped()).isEqualTo((long) publishers * each);
      assertThat(disorder).isFalse();
    }
  }

  @Test
  void eventPublishedAsTheThreadFallsAsleep_isDelivered() {
    AtomicInteger last = new AtomicInteger();
    try (EventBus bus = new EventBus(name, Duration.ZERO)) {
      bus.subscribe(e -> last.set(port(e)));
      for (int i = 1; i <= 100_000; i++) {
        bus.publish(event(i));
        // Delivered, so the thread is on its way to sleep; the next event meets it there.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (last.get() != i && System.nanoTime() < deadline) {
          Thread.onSpinWait();
        }
        assertThat(last).hasValue(i);
      }
    }
  }

  @Test
  void subscribingAndClosingWhileOthersPublish_losesNoWakeUpAndNoThread()
      throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    try (EventBus bus = new EventBus(name, Duration.ZERO)) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        threads.add(
            new Thread(
                () -> {
                  while (!stop.get()) {
                    bus.publish(event(1));
                    Thread.onSpinWait();
                  }
                }));
        threads.add(new Thread(() -> subscribeOften(bus, failures)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : List.of(threads.get(1), threads.get(3))) {
        requireEnd(thread);
      }
      stop.set(true);
      for (Thread thread : threads) {
        requireEnd(thread);
      }
      assertThat(failures).isEmpty();
      assertThat(bus.hasSubscribers()).isFalse();
    }
    for (Thread thread : threads()) {
      requireEnd(thread);
    }
  }

  private static void subscribeOften(EventBus bus, BlockingQueue<Throwable> failures) {
    try {
      for (int i = 0; i < 2_000; i++) {
        CountDownLatch delivered = new CountDownLatch(1);
        try (Subscription subscription = bus.subscribe(e -> delivered.countDown())) {
          assertThat(delivered.await(20, TimeUnit.SECONDS)).isTrue();
          assertThat(subscription.dropped()).isNotNegative();
        }
      }
    } catch (InterruptedException | AssertionError e) {
      failures.add(e);
    }
  }
}
