package dev.portmanager.cli.metrics;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of threads that slow clients cannot use up.
 *
 * <p>The JDK's server reads a request and writes its answer with blocking calls: a client that
 * sends half a request holds a thread. While more work waits than there are threads, what has run
 * longer than {@link #PATIENCE} is interrupted, which closes its connection ({@link
 * java.nio.channels.InterruptibleChannel}), and the newest work comes first, so that an ordinary
 * request waits about that long, however many slow ones came before. While no work waits, nothing
 * is interrupted.
 *
 * <p>Safe for use by several threads. The lock of {@link #running} guards that set; the lock of a
 * {@link Work} makes sure that an interrupt hits that work and no later one.
 */
final class Workers implements Executor, AutoCloseable {

  static final int THREADS = 16;
  static final Duration PATIENCE = Duration.ofMillis(200);

  private static final Duration IDLE = Duration.ofSeconds(30);

  /** In order of their start. */
  private final Set<Work> running = new LinkedHashSet<>();

  private final NewestFirst waiting = new NewestFirst();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          IDLE.toMillis(),
          TimeUnit.MILLISECONDS,
          waiting,
          task -> daemon(task, "metrics-http"));
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(1, task -> daemon(task, "metrics-patience"));
  private final AtomicBoolean watching = new AtomicBoolean();

  Workers() {
    threads.allowCoreThreadTimeOut(true);
    // After the end nobody is answered; the connections are closed by the server.
    threads.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    clock.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(new Work(task));
    watch();
  }

  /** Looks again in a moment while anything waits; one look at a time is under way. */
  private void watch() {
    if (!waiting.isEmpty() && !watching.getAndSet(true)) {
      ScheduledFuture<?> unused =
          clock.schedule(this::look, PATIENCE.toMillis() / 2, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    watching.set(false);
    interruptSlow(waiting.size());
    watch();
  }

  private void interruptSlow(int most) {
    long now = System.nanoTime();
    synchronized (running) {
      Iterator<Work> oldestFirst = running.iterator();
      for (int i = 0; i < most && oldestFirst.hasNext(); i++) {
        Work work = oldestFirst.next();
        if (now - work.since < PATIENCE.toNanos()) {
          return;
        }
        work.interrupt();
      }
    }
  }

  /** Interrupts what runs and forgets what waits. */
  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdownNow();
  }

  /** A queue whose last comes first. */
  private static final class NewestFirst extends LinkedBlockingDeque<Runnable> {

    private static final long serialVersionUID = 1;

    @Override
    public boolean offer(Runnable task) {
      return offerFirst(task);
    }
  }

  /** A task and the thread that runs it now. */
  private final class Work implements Runnable {

    private final Runnable task;
    private @Nullable Thread thread;
    private long since;

    Work(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      begin();
      try {
        task.run();
      } finally {
        end();
      }
    }

    private void begin() {
      synchronized (this) {
        thread = Thread.currentThread();
      }
      synchronized (running) {
        since = System.nanoTime();
        running.add(this);
      }
    }

    private void end() {
      synchronized (running) {
        running.remove(this);
      }
      synchronized (this) {
        thread = null;
      }
    }

    synchronized void interrupt() {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }
}
