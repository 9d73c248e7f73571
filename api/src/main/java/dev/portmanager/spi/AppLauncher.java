package dev.portmanager.spi;

import static java.util.Objects.requireNonNull;

import dev.portmanager.NativeCallException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Makes this process an application, or runs one in its stead: a service type, found by {@link
 * java.util.ServiceLoader}. For the command line; a library user starts processes with {@link
 * ProcessBuilder}.
 */
public interface AppLauncher {

  /**
   * Tells whether this launcher is made for the system it runs on. Cheap; loads nothing.
   *
   * @return true if so
   */
  boolean isSupported();

  /**
   * Becomes the application where the system can do that: the process keeps its pid and start time
   * and gets the program, with no signal blocked and no descriptor from 3 up but the hold's. Where
   * it can't, runs the application as a child that ends with this process.
   *
   * @param app what to run
   * @return the exit code of the child; where the process becomes the application, this never
   *     returns
   * @throws NoSuchProgramException if the program is not found or may not be run; nothing has
   *     changed then
   * @throws NativeCallException if the system refuses
   * @throws UnsupportedOperationException if a hold is asked for and this system has none
   */
  int launch(App app) throws NoSuchProgramException;

  /**
   * An application to run.
   *
   * @param command the program, looked up on the {@code PATH} of {@code environment} if it has no
   *     slash, and its arguments
   * @param environment its whole environment
   * @param holdPort a port to keep strangers off with a socket that is bound but does not listen,
   *     for as long as the application lives
   */
  record App(List<String> command, Map<String, String> environment, OptionalInt holdPort) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the command is empty
     */
    public App {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      requireNonNull(holdPort, "holdPort");
      if (command.isEmpty()) {
        throw new IllegalArgumentException("a command names at least a program");
      }
    }
  }

  /** The program of an {@link App} is not found, or may not be run. */
  final class NoSuchProgramException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean found;

    /**
     * Creates an exception.
     *
     * @param message which program, and why not
     * @param found whether there is such a file, which may not be run
     */
    public NoSuchProgramException(String message, boolean found) {
      super(message);
      this.found = found;
    }

    /**
     * Tells whether there is such a file, which may not be run.
     *
     * @return true if so
     */
    public boolean found() {
      return found;
    }
  }
}
