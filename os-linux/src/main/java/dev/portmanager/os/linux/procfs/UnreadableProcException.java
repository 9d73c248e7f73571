package dev.portmanager.os.linux.procfs;

import dev.portmanager.PortManagerException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Something in /proc that every Linux has cannot be read. */
public final class UnreadableProcException extends PortManagerException {

  private static final long serialVersionUID = 1L;

  /** The system's words for EMFILE and ENFILE, errno(3), in English. */
  private static final String TOO_MANY = "Too many open files";

  /**
   * Creates an exception.
   *
   * @param what what cannot be done, without "cannot"
   * @param cause how the JDK told it
   */
  public UnreadableProcException(String what, IOException cause) {
    super("cannot " + what + " (" + cause + "); " + remedy(cause), cause);
  }

  /**
   * Says what to do where a file of /proc could not be read.
   *
   * @param cause how the JDK told it
   * @return a few words
   */
  public static String remedy(IOException cause) {
    return areTooManyOpen(cause)
        ? "close open files, or allow this process more (ulimit -n)"
        : "procfs must be mounted at /proc";
  }

  /** Opens another file where the words do not tell: they are in the language of the user. */
  private static boolean areTooManyOpen(IOException cause) {
    if (String.valueOf(cause.getMessage()).contains(TOO_MANY)) {
      return true;
    }
    String file = System.getProperty("java.home", "") + "/lib/modules";
    try (InputStream other = new FileInputStream(file)) {
      return other.read() < 0;
    } catch (IOException e) {
      return true;
    }
  }
}
