package dev.portmanager.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portmanager.spi.PinnedProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How every {@link PinnedProcess} has to wait. */
public abstract class WaitContract extends PinContract {

  /** For {@link ProcessKillerContract} only. */
  WaitContract() {}

  @Test
  void awaitExit_withZero_isFalseForALiveProcess_andTrueForAnEndedOne()
      throws InterruptedException {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      assertFalse(pin.awaitExit(Duration.ZERO));
      child.kill();
      assertTrue(pin.awaitExit(Duration.ZERO));
    }
  }

  @Test
  void awaitExit_withLessThanAMillisecond_ends() throws InterruptedException {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      assertFalse(pin.awaitExit(Duration.ofNanos(1)));
    }
  }

  @Test
  void awaitExit_ofProcessThatEndsMeanwhile_isTrue() throws Exception {
    assertSeesTheEnd(Child.DEADLINE);
  }

  @Test
  void awaitExit_withTimeoutThatNoSystemCallTakes_isTrueOnceTheProcessEnded() throws Exception {
    assertSeesTheEnd(Duration.ofSeconds(Long.MAX_VALUE));
  }

  private void assertSeesTheEnd(Duration timeout) throws Exception {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      CompletableFuture<Thread> thread = new CompletableFuture<>();
      CompletableFuture<Boolean> ended = waiter(pin, timeout, thread);
      awaitInside(thread, ended);
      child.exit(0);
      assertTrue(ended.get());
    }
  }

  @Test
  void awaitExit_whenInterrupted_throws() {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      CompletableFuture<Thread> thread = new CompletableFuture<>();
      CompletableFuture<Boolean> ended = waiter(pin, Duration.ofMinutes(10), thread);
      awaitInside(thread, ended).interrupt();
      ExecutionException failure = assertThrows(ExecutionException.class, ended::get);
      assertInstanceOf(InterruptedException.class, failure.getCause());
      assertTrue(child.process().isAlive());
    }
  }

  @Test
  void awaitExit_ofInterruptedThread_throws() {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = Fixtures.pin(processKiller(), child.pid())) {
      CompletableFuture<Boolean> ended =
          Fixtures.inThread(
              () -> {
                Thread.currentThread().interrupt();
                return pin.awaitExit(Duration.ofMinutes(10));
              });
      ExecutionException failure = assertThrows(ExecutionException.class, ended::get);
      assertInstanceOf(InterruptedException.class, failure.getCause());
    }
  }

  private static CompletableFuture<Boolean> waiter(
      PinnedProcess pin, Duration timeout, CompletableFuture<Thread> thread) {
    return Fixtures.inThread(
        () -> {
          thread.complete(Thread.currentThread());
          return pin.awaitExit(timeout);
        });
  }

  /** Waits until the thread is in awaitExit and stays at one place there: until it waits. */
  private static Thread awaitInside(
      CompletableFuture<Thread> thread, CompletableFuture<Boolean> result) {
    Instant deadline = Instant.now().plus(Child.DEADLINE);
    Thread waiting = Fixtures.unchecked(() -> thread.get(1, TimeUnit.MINUTES));
    StackTraceElement[] last = {};
    int same = 0;
    while (same < 100) {
      assertFalse(result.isDone(), () -> "did not wait: " + result);
      assertTrue(Instant.now().isBefore(deadline), "awaitExit was never entered");
      StackTraceElement[] now = waiting.getStackTrace();
      boolean inside = Arrays.stream(now).anyMatch(e -> e.getMethodName().equals("awaitExit"));
      same = inside && Arrays.equals(now, last) ? same + 1 : 0;
      last = now;
      Thread.onSpinWait();
    }
    return waiting;
  }
}
