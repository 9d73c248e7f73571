package dev.portmanager;

/** What a port is good for, at the moment of asking. */
public enum PortState {
  /** A server could listen there now, and nobody has leased it. */
  FREE,
  /** A live lease names it; its holder may or may not listen there yet. */
  LEASED,
  /** Something without a lease is bound to it. */
  IN_USE,
  /** The system does not let this process listen there: privileged, reserved or excluded. */
  FORBIDDEN
}
