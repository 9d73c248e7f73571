package dev.portmanager.testkit;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What several contracts need to set up, and to read from an answer. */
final class Fixtures {

  /**
   * Pids that no process has: above the highest pid of every system, and our own with one bit more
   * than fits into the 32 bits of a pid.
   */
  static final List<Long> PIDS_OF_NOBODY =
      List.of((long) Integer.MAX_VALUE, (1L << 32) + ProcessHandle.current().pid());

  /** 127.0.0.1, which the system's own loopback address need not be. */
  static final InetAddress LOOPBACK =
      unchecked(() -> InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));

  /** ::1. */
  static final InetAddress IPV6_LOOPBACK =
      unchecked(() -> InetAddress.getByAddress(ByteBuffer.allocate(16).put(15, (byte) 1).array()));

  private Fixtures() {}

  /** Returns the pids of all owners of a listener, which must be known. */
  static List<Long> owners(Listener listener) {
    Ownership.Known known =
        assertInstanceOf(Ownership.Known.class, listener.ownership(), () -> listener.toString());
    return known.owners().stream().map(ProcessInfo::pid).toList();
  }

  /** Returns what is known of the one owner that a listener must have. */
  static ProcessInfo owner(Listener listener) {
    Ownership.Known known =
        assertInstanceOf(Ownership.Known.class, listener.ownership(), () -> listener.toString());
    assertTrue(known.owners().size() == 1, () -> "one owner expected but was " + known);
    return known.owners().get(0);
  }

  /**
   * Asks for the listeners of one port and leaves out strangers, which may have the same port on
   * another address: what is left is on {@code address}, or has {@code pid} for an owner.
   */
  static List<Listener> about(
      ProcessKiller killer, ListenerQuery query, InetAddress address, long pid) {
    return killer.listeners(query).stream()
        .filter(
            listener -> listener.address().getAddress().equals(address) || isOwnedBy(listener, pid))
        .toList();
  }

  /** Asks for the listeners of a child's first port, leaving out strangers. */
  static List<Listener> about(ProcessKiller killer, ChildListener child, Protocol protocol) {
    ListenerQuery query = ListenerQuery.ofPort(child.port(), protocol);
    return about(killer, query, child.address().getAddress(), child.pid());
  }

  /** Tells whether a process is named among the owners. */
  static boolean isOwnedBy(Listener listener, long pid) {
    return listener.ownership() instanceof Ownership.Known known
        && known.owners().stream().anyMatch(owner -> owner.pid() == pid);
  }

  /** Returns the only element. */
  static <T> T only(List<T> list) {
    assertTrue(list.size() == 1, () -> "exactly one expected but was " + list);
    return list.get(0);
  }

  /** Pins a live process. */
  static PinnedProcess pin(ProcessKiller killer, long pid) {
    return killer
        .pin(pid)
        .orElseThrow(() -> new AssertionError("process " + pid + " lives but was not pinned"));
  }

  /** Returns the processes, or skips the test. */
  static SharedListener shared(Optional<SharedListener> shared) {
    assumeTrue(
        shared.isPresent(),
        "needs processes that share a socket: python3 on the path of a system with fork");
    return shared.orElseThrow();
  }

  /** Returns an ended process that is not reaped, or skips the test. */
  static long unreaped(SharedListener shared) {
    var pid = shared.unreaped();
    assumeTrue(pid.isPresent(), "an ended process cannot stay unreaped here");
    return pid.orElseThrow();
  }

  /** Runs {@code task} in a thread of its own. */
  static <T> CompletableFuture<T> inThread(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(task.call());
              } catch (Exception | AssertionError e) {
                result.completeExceptionally(e);
              }
            },
            "contract");
    thread.setDaemon(true);
    thread.start();
    return result.orTimeout(Child.DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Runs {@code task}; whatever it throws fails the test. */
  static <T> T unchecked(Callable<T> task) {
    try {
      return task.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("no exception was expected but " + e, e);
    }
  }
}
