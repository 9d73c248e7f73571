package dev.portmanager;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The state of one port at one moment, with the reason in words.
 *
 * @param port the port, 1 to 65535
 * @param state the state
 * @param reason one sentence for people that says why
 * @param listeners what listens there, in no set order; empty if nothing does or nothing can be
 *     seen. An owner named here was found in passing: there may be more of them (see {@link
 *     Ownership.Known#caveat()}); {@link PortManager#listenersOn(int)} names all.
 */
public record PortStatus(int port, PortState state, String reason, List<Listener> listeners) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code port} is outside 1-65535
   */
  public PortStatus {
    PortRange.requirePort(port);
    requireNonNull(state, "state");
    requireNonNull(reason, "reason");
    listeners = List.copyOf(listeners);
  }
}
