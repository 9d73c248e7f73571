package dev.portmanager.cli;

import dev.portmanager.LeaseRegistryException;
import dev.portmanager.NoFreePortException;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortState;
import dev.portmanager.PortUnavailableException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;

/** Says in one sentence what went wrong, and with which exit code that ends. */
final class Failures {

  private final RootCommand root;

  Failures(RootCommand root) {
    this.root = root;
  }

  /** Prints the sentence, and where it came from if more was asked for. */
  ExitCode report(Exception failure) {
    root.world().terminal().error(sentence(failure));
    if (root.verbose()) {
      root.world().terminal().trace(failure);
    }
    return exitCode(failure);
  }

  private static ExitCode exitCode(Exception failure) {
    if (failure instanceof NoFreePortException) {
      return ExitCode.NO_FREE_PORT;
    }
    if (failure instanceof PortUnavailableException unavailable) {
      return unavailable.status().state() == PortState.FORBIDDEN
          ? ExitCode.PERMISSION
          : ExitCode.NO_FREE_PORT;
    }
    if (failure instanceof IllegalArgumentException) {
      return ExitCode.USAGE;
    }
    return failure instanceof LeaseRegistryException && isDenied(failure)
        ? ExitCode.PERMISSION
        : ExitCode.FAILED;
  }

  private static boolean isDenied(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AccessDeniedException) {
        return true;
      }
    }
    return false;
  }

  private static String sentence(Exception failure) {
    String message = failure.getMessage();
    boolean saysItself =
        failure instanceof PortManagerException
            || failure instanceof IllegalArgumentException
            || failure instanceof UnsupportedOperationException;
    if (saysItself && message != null) {
      return message;
    }
    if (failure instanceof UncheckedIOException io) {
      return "the output cannot be written: " + io.getCause();
    }
    return "something unforeseen went wrong: " + failure + "; --verbose shows where";
  }
}
