package dev.portmanager.core.event;

import static java.util.Objects.requireNonNull;

import dev.portmanager.Subscription;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done when a manager closes. Safe for use by several threads: this object's own lock
 * guards the list, and no action is run with it held.
 */
public final class CloseActions {

  private final List<Tie> ties = new ArrayList<>();
  private boolean closed;

  /** Creates an empty list. */
  public CloseActions() {}

  /**
   * Adds an action; runs it at once if {@link #run} was called.
   *
   * @param action what to do
   * @return the tie that takes the action back when it is closed
   */
  public Subscription add(Runnable action) {
    Tie tie = new Tie(requireNonNull(action, "action"));
    synchronized (this) {
      if (!closed) {
        ties.add(tie);
        return tie;
      }
    }
    tie.run();
    return tie;
  }

  /** Runs each action that was not taken back, in the order of adding. Does nothing again. */
  public void run() {
    List<Tie> due;
    synchronized (this) {
      closed = true;
      due = List.copyOf(ties);
      ties.clear();
    }
    for (Tie tie : due) { // no lambda: the first one of a JVM takes milliseconds to link
      tie.run();
    }
  }

  private synchronized void remove(Tie tie) {
    ties.remove(tie);
  }

  private final class Tie implements Subscription {

    private final Runnable action;

    Tie(Runnable action) {
      this.action = action;
    }

    void run() {
      try {
        action.run();
      } catch (RuntimeException | LinkageError e) {
        System.getLogger(CloseActions.class.getName())
            .log(
                System.Logger.Level.WARNING,
                "an action that was to be done when its port manager closes failed",
                e);
      }
    }

    @Override
    public long dropped() {
      return 0; // it gets no events
    }

    @Override
    public void close() {
      remove(this);
    }
  }
}
