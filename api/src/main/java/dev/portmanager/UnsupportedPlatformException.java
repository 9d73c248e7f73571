package dev.portmanager;

/** No back end for this operating system is on the class path, or none of them works here. */
public class UnsupportedPlatformException extends PortManagerException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message which system, what was tried and what to add; what went wrong with each back end
   *     is attached as suppressed
   */
  public UnsupportedPlatformException(String message) {
    super(message);
  }
}
