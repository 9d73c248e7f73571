package dev.portmanager.jmx.bean;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PoolSnapshot;
import dev.portmanager.PortPool;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the pool once a second while somebody listens to notifications, since other processes
 * tell nobody of their leases.
 *
 * <p>Safe for use by several threads: this object's lock guards the coming and going of the thread;
 * what was seen last is the thread's alone.
 */
final class PoolWatch implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final PortPool pool;
  private final Notifications notifications;
  private final Messages messages;
  private final RegistrationSettings settings;
  private final Duration period;

  /** Guarded by this. */
  private @Nullable ScheduledExecutorService thread;

  /** Guarded by this. */
  private boolean closed;

  private @Nullable Map<String, LeaseInfo> seen;
  private boolean low;
  private boolean failing;

  PoolWatch(PortPool pool, Notifications notifications, RegistrationSettings settings) {
    this(pool, notifications, settings, PERIOD);
  }

  PoolWatch(
      PortPool pool, Notifications notifications, RegistrationSettings settings, Duration period) {
    this.pool = pool;
    this.notifications = notifications;
    this.messages = new Messages(notifications);
    this.settings = settings;
    this.period = period;
  }

  /** Goes on looking while there are listeners. */
  synchronized void start() {
    if (closed || thread != null) {
      return;
    }
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            new DaemonThreads("portmanager-watch-" + pool.getName()));
    Future<?> unused =
        started.scheduleWithFixedDelay(
            this::lookGuarded, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    thread = started;
  }

  private synchronized boolean stopIfUnheard() {
    if (notifications.hasListeners()) {
      return false;
    }
    seen = null;
    stop();
    return true;
  }

  private synchronized void stop() {
    if (thread != null) {
      thread.shutdownNow();
      thread = null;
    }
  }

  private void lookGuarded() {
    if (stopIfUnheard()) {
      return;
    }
    try {
      look(pool.pool());
      failing = false;
    } catch (RuntimeException e) {
      // Told once: the next look comes in a second, and the attributes fail with the same sentence.
      if (!failing) {
        System.getLogger(PoolWatch.class.getName())
            .log(Level.WARNING, "the pool cannot be watched for notifications", e);
      }
      failing = true;
    }
  }

  /** Tells what changed since the last look. */
  void look(PoolSnapshot now) {
    Map<String, LeaseInfo> current = new LinkedHashMap<>();
    now.leases().forEach(lease -> current.put(identity(lease), lease));
    Map<String, LeaseInfo> before = seen;
    if (settings.leaseNotifications() && before != null) {
      missing(before, current).forEach(messages::released);
      missing(current, before).forEach(messages::allocated);
    }
    seen = current;
    double share = (double) now.available() / now.size();
    if (!low && share < settings.lowThreshold()) {
      low = true;
      messages.low(now);
    } else if (low && share >= 1.5 * settings.lowThreshold()) {
      low = false;
    }
  }

  private static List<LeaseInfo> missing(Map<String, LeaseInfo> from, Map<String, LeaseInfo> in) {
    return from.entrySet().stream()
        .filter(entry -> !in.containsKey(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Returns what stays the same when a lease is prolonged. */
  private static String identity(LeaseInfo lease) {
    return lease.port() + " " + lease.pid() + " " + lease.since() + " " + lease.app();
  }

  @Override
  public synchronized void close() {
    closed = true;
    stop();
  }
}
