package dev.portmanager.core.registry;

import dev.portmanager.LeaseRegistryException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/**
 * The register was cut short under its mapping at that moment. Whoever looks for the current one
 * gets one that is whole, so all that is to be done is to try again.
 */
final class CutShortException extends LeaseRegistryException {

  private static final long serialVersionUID = 1;

  CutShortException(Path path, Throwable cause) {
    super(
        "the register of leases " + path + " was cut short while it was in use; try again", cause);
  }

  /** To be called where it is tried again, so that nothing is lost. */
  void log() {
    System.getLogger(CutShortException.class.getName()).log(Level.DEBUG, "tried again", this);
  }
}
