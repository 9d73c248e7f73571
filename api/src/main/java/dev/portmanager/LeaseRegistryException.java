package dev.portmanager;

import org.jspecify.annotations.Nullable;

/** The register of leases cannot be used: unsafe place, newer version, no space, no right. */
public class LeaseRegistryException extends PortManagerException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message which file or folder, what is wrong with it, and what to do next
   */
  public LeaseRegistryException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message which file or folder, what is wrong with it, and what to do next
   * @param cause what led to it, or null if nothing else did
   */
  public LeaseRegistryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
