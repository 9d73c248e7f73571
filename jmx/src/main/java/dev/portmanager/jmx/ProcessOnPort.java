package dev.portmanager.jmx;

import static java.util.Objects.requireNonNull;

import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who listens on a TCP port. Where several processes do, none is picked: {@code owners} names all.
 *
 * @param port the port
 * @param outcome what was found
 * @param pid the process, if exactly one was found; else null
 * @param command its program, without arguments, which may hold secrets; null as {@code pid}
 * @param user its user; null as {@code pid}, or if unknown
 * @param startedAt when it started; null as {@code pid}, or if unknown
 * @param owners a line for each process that was found
 * @param message one sentence for people
 */
public record ProcessOnPort(
    int port,
    Outcome outcome,
    @Nullable Long pid,
    @Nullable String command,
    @Nullable String user,
    @Nullable Date startedAt,
    List<String> owners,
    String message) {

  /** Checks that nothing that must be there is null. */
  public ProcessOnPort {
    requireNonNull(outcome, "outcome");
    owners = List.copyOf(owners);
    requireNonNull(message, "message");
  }

  /** What a look-up found. */
  public enum Outcome {
    /** Every listener, with at least one owner each. */
    FOUND,
    /** No listener. */
    NOT_FOUND,
    /** A listener with an owner that may not be seen; what could be seen is told. */
    DENIED
  }
}
