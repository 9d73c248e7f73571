package dev.portmanager.core.lookup;

import dev.portmanager.LeaseInfo;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortRange;
import dev.portmanager.Printable;
import dev.portmanager.ProcessInfo;
import dev.portmanager.core.probe.ProbeResult;
import dev.portmanager.spi.Host;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** What is said to people about a port. Texts of strangers are made safe to show. */
public final class Sentences {

  private static final int LONGEST_NAME = 64;

  private Sentences() {}

  /**
   * Says who has leased a port.
   *
   * @param lease the lease
   * @return such as {@code leased by "web" (pid 4711, user joe) since 2026-01-31T10:00:00Z}
   */
  public static String leased(LeaseInfo lease) {
    return "leased by \""
        + Printable.of(lease.app(), LONGEST_NAME)
        + "\" ("
        + (lease.expiresAt().isPresent()
            ? "until " + second(lease.expiresAt().get())
            : "pid " + lease.pid())
        + ", user "
        + Printable.of(lease.user(), LONGEST_NAME)
        + ") since "
        + second(lease.since());
  }

  private static Instant second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * Says who listens on a busy port.
   *
   * @param listeners what listens there
   * @return such as {@code in use by pid 4711 (python3) of user joe}
   */
  public static String inUse(List<Listener> listeners) {
    if (listeners.isEmpty()) {
      return "in use, but nothing listens: a socket is bound there without listening, or a"
          + " connection has it as its own port";
    }
    return "in use by "
        + listeners.stream()
            .map(listener -> owner(listener.ownership()))
            .distinct()
            .collect(Collectors.joining(" and "));
  }

  /**
   * Says who holds a listener.
   *
   * @param ownership who
   * @return such as {@code pid 4711 (python3) of user joe}
   */
  public static String owner(Ownership ownership) {
    if (ownership instanceof Ownership.Hidden hidden) {
      return "a process that cannot be seen: " + hidden.reason();
    }
    if (ownership instanceof Ownership.None none) {
      return "no process by a descriptor: " + none.reason();
    }
    return ((Ownership.Known) ownership)
        .owners().stream().map(Sentences::process).collect(Collectors.joining(", "));
  }

  private static String process(ProcessInfo process) {
    return process
        + process.user().map(user -> " of user " + Printable.of(user, LONGEST_NAME)).orElse("");
  }

  /**
   * Says why this process may not listen on a port.
   *
   * @param port the port
   * @param forbidden what the system said
   * @param host the machine
   * @return one sentence
   */
  static String forbidden(int port, ProbeResult.Forbidden forbidden, Host host) {
    return host.restrictedRanges().stream()
        .filter(range -> range.contains(port))
        .map(PortRange::toString)
        .findFirst()
        .map(range -> "the system keeps the ports " + range + " for privileged processes")
        .orElse("the system does not let this process listen there: " + forbidden.reason());
  }
}
