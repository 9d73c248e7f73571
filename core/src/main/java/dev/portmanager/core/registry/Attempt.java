package dev.portmanager.core.registry;

/** What became of the attempt to claim a port. */
public sealed interface Attempt {

  /**
   * The port is claimed.
   *
   * @param claim the claim
   */
  record Granted(Claim claim) implements Attempt {}

  /** The port is not to be had now. */
  enum Refused implements Attempt {
    /** A live lease or claim names it. */
    HELD,
    /** It was released just now, by another application. */
    COOLING,
    /** Another user's process claimed it at the same moment: both stepped back. */
    CONTENDED
  }
}
