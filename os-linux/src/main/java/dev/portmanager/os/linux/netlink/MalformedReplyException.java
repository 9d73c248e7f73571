package dev.portmanager.os.linux.netlink;

import dev.portmanager.PortManagerException;

/**
 * A netlink reply does not have the form that linux/inet_diag.h gives: nothing is taken from it.
 */
public final class MalformedReplyException extends PortManagerException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what is wrong, and where
   */
  public MalformedReplyException(String message) {
    super("the kernel's netlink reply is malformed: " + message);
  }
}
