package dev.portmanager.os.linux.procfs;

import dev.portmanager.PortManagerException;
import dev.portmanager.Printable;

/** A file of /proc does not have the form that proc(5) gives: nothing is concluded from it. */
public final class MalformedProcFileException extends PortManagerException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param what what was expected, and where
   * @param found what stands there
   */
  public MalformedProcFileException(String what, String found) {
    super(
        what
            + " was expected but found \""
            + Printable.of(found, 80)
            + "\"; is something other than procfs mounted at /proc?");
  }
}
