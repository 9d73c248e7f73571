package dev.portmanager;

import static java.util.Objects.requireNonNull;

/** One particular port was asked for, and cannot be had now. */
public class PortUnavailableException extends PortManagerException {

  private static final long serialVersionUID = 1L;

  private final transient PortStatus status;

  /**
   * Creates an exception.
   *
   * @param message which port, why not, and what to do next
   * @param status the port's state, with the listeners that are in the way
   */
  public PortUnavailableException(String message, PortStatus status) {
    super(message);
    this.status = requireNonNull(status, "status");
  }

  /**
   * Returns what is in the way.
   *
   * @return the port's state at that moment
   */
  public PortStatus status() {
    return status;
  }
}
