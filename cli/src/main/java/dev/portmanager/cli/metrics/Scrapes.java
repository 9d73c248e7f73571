package dev.portmanager.cli.metrics;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks for the text, one at a time, on a thread of its own: a client's thread may be interrupted,
 * and an interrupt would close whatever file the text is read from. Safe for use by several
 * threads.
 */
final class Scrapes implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Exposition exposition;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> Workers.daemon(task, "metrics-scrape"));

  Scrapes(Exposition exposition) {
    this.exposition = exposition;
  }

  /**
   * Returns the text.
   *
   * @throws InterruptedIOException if this thread is interrupted
   * @throws TimeoutException if it took too long
   * @throws ExecutionException if it could not be had
   */
  Exposition.Page page(String accept)
      throws InterruptedIOException, TimeoutException, ExecutionException {
    Future<Exposition.Page> page = thread.submit(() -> exposition.page(accept));
    try {
      return page.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the metrics were read");
    } finally {
      // What has not begun is wanted by nobody any more; what has is left to end.
      page.cancel(false);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
