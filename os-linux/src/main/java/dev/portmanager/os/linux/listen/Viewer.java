package dev.portmanager.os.linux.listen;

import dev.portmanager.os.linux.procfs.Visibility;
import java.util.function.LongFunction;

/**
 * This process, as far as it decides on what a look-up sees; as a function, it gives the login name
 * of a user. Safe for use by several threads.
 */
public interface Viewer extends LongFunction<String> {

  /**
   * Returns the user this process runs as.
   *
   * @return the effective user's number
   */
  long userId();

  /**
   * Returns what of other processes it can see.
   *
   * @return the same at each call
   */
  Visibility visibility();
}
