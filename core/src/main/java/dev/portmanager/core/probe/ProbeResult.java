package dev.portmanager.core.probe;

/** What the system said to a server that tried to listen on a port. */
public sealed interface ProbeResult {

  /** A server could listen there at that moment. */
  record Free() implements ProbeResult {}

  /** Something is bound there. */
  record Busy() implements ProbeResult {}

  /**
   * This process may not listen there.
   *
   * @param reason what the system said
   */
  record Forbidden(String reason) implements ProbeResult {}
}
