package dev.portmanager.testkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A {@link SharedListener} of processes forked in Python. */
final class ForkedListener implements SharedListener {

  private static final String PYTHON = "python3";

  private final Child child;
  private final int port;
  private final List<Long> workers;

  private ForkedListener(Child child, int port, List<Long> workers) {
    this.child = child;
    this.port = port;
    this.workers = workers;
  }

  static Optional<SharedListener> start(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("a shared listener has at least 1 worker, not " + workers);
    }
    if (!canFork()) {
      return Optional.empty();
    }
    Child child = Child.start(new ProcessBuilder(PYTHON, "-I", "-S", "-c", script(), "" + workers));
    try {
      List<Long> numbers =
          Arrays.stream(child.await("READY").split(" ")).map(Long::valueOf).toList();
      return Optional.of(
          new ForkedListener(
              child, Math.toIntExact(numbers.get(0)), numbers.subList(1, numbers.size())));
    } catch (RuntimeException e) {
      child.close();
      throw e;
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public long master() {
    return child.process().pid();
  }

  @Override
  public List<Long> workers() {
    return workers;
  }

  @Override
  public OptionalLong unreaped() {
    child.tell("ZOMBIE");
    String pid = child.await("ZOMBIE");
    return pid.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(pid));
  }

  @Override
  public void close() {
    child.close();
  }

  private static boolean canFork() {
    try {
      Process probe =
          new ProcessBuilder(
                  PYTHON, "-I", "-S", "-c", "import os, sys; sys.exit(not hasattr(os, 'fork'))")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = probe.waitFor(Child.DEADLINE.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        probe.destroyForcibly();
      }
      return ended && probe.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program, which is the answer
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking for " + PYTHON, e);
    }
  }

  private static String script() {
    String name = "shared_listener.py";
    try (InputStream in =
        requireNonNull(ForkedListener.class.getResourceAsStream(name), name + " is missing")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
