package dev.portmanager.reliability.model;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One process's turn: its program runs from its beginning, is given what its earlier steps
 * returned, does its next step on the world, and is stopped before the one after that.
 *
 * <p>What is no step of its own, since no other process can tell when it happens, is done together
 * with the step before. One thread; {@link #now} is whose turn it is.
 */
public final class Turn {

  /** Stops a program; thrown by every further call, so that no finally block has any effect. */
  private static final class Stop extends Error {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("StaticAssignmentOfThrowable") // has no trace
    static final Stop STOP = new Stop();

    private Stop() {
      super("stopped before its next step", null, false, false);
    }
  }

  /** What a step does to the world. */
  @FunctionalInterface
  public interface Effect {
    /**
     * Does it.
     *
     * @param world the world
     * @return what the process is told
     * @throws IOException what the process is told instead
     */
    Object on(Machine world) throws IOException;
  }

  private static @Nullable Turn now;

  private final Machine machine;
  private final int actor;
  private Object[] results;
  private int length;
  private long hash;
  private int told;
  private int budget;
  private boolean stopped;
  private String next = "";
  private long counter;

  Turn(World world, int actor, Local from, int budget) {
    this.machine = new Machine(world, actor);
    this.actor = actor;
    this.results = from.results();
    this.length = results.length;
    this.budget = budget;
    this.hash = from.hash();
  }

  /** Returns whose turn it is. */
  public static Turn now() {
    return requireNonNull(now, "nobody's turn");
  }

  /** Takes the steps of a program, and returns where it has come to. The world is changed. */
  Local take(Runnable program) {
    now = this;
    try {
      program.run();
      return Local.DONE;
    } catch (Stop stop) {
      return Local.running(Arrays.copyOf(results, length), hash, next);
    }
  }

  /** Returns the process. */
  public Machine machine() {
    return machine;
  }

  /** Returns a number that the process has not had yet, the same in each of its turns. */
  public long fresh() {
    return ++counter * 64 + actor;
  }

  /**
   * Does a step, or says what it returned.
   *
   * @param visible whether another process can tell when it happens
   * @param what it is, for reports
   * @param subject what it is done to, for reports
   * @param effect what it does
   * @return what it returned
   * @throws IOException what it failed with
   */
  public Object step(boolean visible, String what, Object subject, Effect effect)
      throws IOException {
    if (stopped) {
      throw Stop.STOP;
    }
    if (told < length) {
      return tell(results[told++]);
    }
    if (visible && budget-- == 0) {
      stopped = true;
      next = what + " " + subject;
      throw Stop.STOP;
    }
    Object result;
    try {
      result = effect.on(machine);
    } catch (IOException e) {
      result = e;
    }
    append(result);
    return tell(result);
  }

  private void note(String what, Consumer<Machine> effect) {
    try {
      step(
          false,
          what,
          "",
          m -> {
            effect.accept(m);
            return true;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Notes that the process was told that a port is its own; it must be nobody else's.
   *
   * @param port the port
   * @param until up to which second of uptime
   */
  public void holds(int port, long until) {
    note("is given " + port, m -> m.holds(port, until));
  }

  /**
   * Notes that a command was given a port for a time; the same application may be given it again.
   *
   * @param port the port
   * @param until up to which second of uptime
   */
  public void givenForTime(int port, long until) {
    note("is given " + port + " for a time", m -> m.givenForTime(port, until));
  }

  /**
   * Notes that the process gives a port back, or was told that it has lost it.
   *
   * @param port the port
   */
  public void letsGo(int port) {
    note("lets go of " + port, m -> m.letsGo(port));
  }

  /**
   * Looks at, or changes, what is the test's own; nobody else can tell when.
   *
   * @param what it is, for reports
   * @param question what to look at
   * @return the answer
   */
  public boolean ask(String what, Predicate<Machine> question) {
    return answer(false, what, question);
  }

  /**
   * As {@link #ask}, as a step of its own.
   *
   * @param what it is, for reports
   * @param question what to look at
   * @return the answer
   */
  public boolean pause(String what, Predicate<Machine> question) {
    return answer(true, what, question);
  }

  private boolean answer(boolean visible, String what, Predicate<Machine> question) {
    try {
      return (boolean) step(visible, what, "", question::test);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(Object result) {
    if (length == results.length) {
      results = Arrays.copyOf(results, length + 8);
    }
    results[length++] = result;
    told = length;
    hash = Hashes.mix(hash, Hashes.of(result));
  }

  private static Object tell(Object result) throws IOException {
    if (result instanceof IOException failure) {
      throw failure;
    }
    return result;
  }
}
