package dev.portmanager.reliability.model;

import java.nio.file.Path;
import java.util.List;

/**
 * What does not change while a scenario is explored.
 *
 * @param actors the processes, those that are looked at in the end included
 * @param scheduled how many of them, from the first, take part
 * @param ports the ports that may be used
 * @param still whether no file is made, removed or renamed, which makes looking at names no step
 * @param flaw what is wrong with the machine
 */
public record Setting(
    List<Actor> actors, int scheduled, List<Integer> ports, boolean still, Flaw flaw) {

  /** The folder that all users share. */
  public static final Path ROOT = Path.of("/shared");

  /** Ways in which the machine, and so the register on it, can be broken. */
  public enum Flaw {
    NONE,
    /** A compare-and-set is a read and then a write. */
    CHECK_THEN_SET,
    /** A claim is seen by others only after its writer has read theirs, as without a fence. */
    DELAYED_STORE,
    /** Clearing does not compare. */
    BLIND_CLEAR
  }

  /** Copies the lists. */
  public Setting {
    actors = List.copyOf(actors);
    ports = List.copyOf(ports);
  }

  /**
   * Tells whether a process looks into the journals of others: to make a register anew, or to end a
   * lease that is not its own.
   */
  boolean readsJournals() {
    return !still || actors.stream().anyMatch(a -> a.program().equals("ReleaseFirst"));
  }

  /** Tells whether several processes write a user's register. */
  boolean isShared(String user) {
    return actors.stream().limit(scheduled).filter(a -> a.user().equals(user)).count() > 1;
  }
}
