package dev.portmanager.benchmarks.process;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Starts processes, and ends all that are left, by their ids, when this JVM ends: at its normal
 * end, after a failure, on Ctrl-C and on SIGTERM. After SIGKILL they end by themselves: each reads
 * its standard input to the end.
 *
 * <p>Safe for use by several threads; after the end has begun nothing can be started any more.
 */
public final class Children implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final Thread hook = new Thread(this::endAll, "end-children");
  private final List<Runnable> afterwards = new CopyOnWriteArrayList<>();
  private boolean ended;

  /** Creates an object that will clean up after this JVM. */
  public Children() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts a process.
   *
   * @param builder what to start
   * @return the process
   * @throws IOException if it cannot be started, or this JVM is ending
   */
  public Process start(ProcessBuilder builder) throws IOException {
    synchronized (this) {
      if (ended) {
        throw new IOException("ending: not started any more: " + builder.command());
      }
      running.removeIf(process -> !process.isAlive());
      Process process = builder.start();
      running.add(process);
      return process;
    }
  }

  /**
   * Has something done once all processes have ended.
   *
   * @param task what to do; must not throw
   */
  public void afterwards(Runnable task) {
    afterwards.add(task);
  }

  /**
   * Ends a process: by the end of its standard input, and after some seconds by force.
   *
   * @param process what was started here
   */
  public void end(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has closed its side, so it knows already.
    }
    if (!await(process.toHandle(), PATIENCE_SECONDS)) {
      force(process);
    }
    running.remove(process);
  }

  /**
   * Ends a process at once, with what it started itself.
   *
   * @param process what was started here
   */
  public void endNow(Process process) {
    force(process);
    running.remove(process);
  }

  private static void force(Process process) {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> await(handle, PATIENCE_SECONDS));
  }

  private static boolean await(ProcessHandle handle, long seconds) {
    try {
      handle.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for process " + handle.pid() + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void endAll() {
    synchronized (this) {
      ended = true;
    }
    // Their input ends for all first: a population ends its own children then.
    for (Process process : running) {
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        // It has closed its side, so it knows already.
      }
    }
    running.forEach(Children::forceUnlessEnding);
    afterwards.forEach(Runnable::run);
    afterwards.clear();
  }

  private static void forceUnlessEnding(Process process) {
    if (!await(process.toHandle(), 3)) {
      force(process);
    }
  }

  @Override
  public void close() {
    endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This JVM is ending already, and the hook runs.
    }
  }
}
