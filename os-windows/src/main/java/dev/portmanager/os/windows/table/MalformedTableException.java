package dev.portmanager.os.windows.table;

import dev.portmanager.PortManagerException;

/** Bytes that the system gave are not what they should be: nothing is concluded from them. */
public final class MalformedTableException extends PortManagerException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param what which bytes
   * @param why what is wrong with them
   */
  public MalformedTableException(String what, String why) {
    super(what + " is malformed: " + why + "; report this with the version of Windows");
  }
}
