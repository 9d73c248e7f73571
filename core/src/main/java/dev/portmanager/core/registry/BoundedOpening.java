package dev.portmanager.core.registry;

import dev.portmanager.LeaseRegistryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens files of other users for reading, and gives up on one that does not open.
 *
 * <p>Its owner may put a FIFO in a file's place at any moment, after it was looked at, too; opening
 * that waits for a writer, for ever (fifo(7)), and Java cannot ask for {@code O_NONBLOCK}. So it is
 * done by a thread of its own. While one that was given up on still waits, nothing more of that
 * user is opened: each user can keep one thread waiting, and no more. Safe for use by several
 * threads: what changes is one concurrent map.
 */
class BoundedOpening {

  /** Far more than a loaded machine needs, since who gives up does not see that user's leases. */
  private static final long DEADLINE_MILLIS = 2_000;

  private final Map<String, Thread> waiting = new ConcurrentHashMap<>();

  /**
   * Opens a file. An interrupt is kept for the caller.
   *
   * @throws IOException if it cannot be opened, or not in time
   * @throws LeaseRegistryException if the system has no thread left: not to look would be to miss
   *     the user's leases
   */
  final FileChannel open(Path file, String user) throws IOException {
    Thread earlier = waiting.get(user);
    if (earlier != null && earlier.isAlive()) {
      throw new FileSystemException(file.toString(), null, "an earlier one still does not open");
    }
    FutureTask<FileChannel> opening = new FutureTask<>(() -> openNow(file));
    Thread thread = started(opening, user);
    try {
      return await(opening, file);
    } catch (TimeoutException e) {
      waiting.put(user, thread);
      // What it opens after all nobody will see; it is closed when it is collected as garbage.
      opening.cancel(false);
      throw new FileSystemException(file.toString(), null, "does not open: it may be a FIFO");
    }
  }

  private Thread started(Runnable opening, String user) {
    Thread thread = thread(opening);
    thread.setDaemon(true);
    try {
      thread.start();
      return thread;
    } catch (OutOfMemoryError e) {
      throw new LeaseRegistryException(
          "the leases of user "
              + user
              + " cannot be read, since the system has no thread left; raise the limit of"
              + " processes (ulimit -u, or that of the container), or end some",
          e);
    }
  }

  /** Makes the thread that opens. */
  Thread thread(Runnable opening) {
    return new Thread(opening, "portmanager-open");
  }

  private static FileChannel openNow(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  private FileChannel await(FutureTask<FileChannel> opening, Path file)
      throws IOException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MILLIS);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return opening.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(file + " cannot be opened", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
