package dev.portmanager;

/** A transport protocol; each has port numbers of its own. */
public enum Protocol {
  /** TCP: a listener is a socket in state LISTEN. */
  TCP,
  /** UDP: a listener is a bound socket. */
  UDP
}
