package dev.portmanager.cli;

import dev.portmanager.LeaseRequest;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Leases a port for some time, or for the life of another process. */
final class GetCommand extends Subcommand {

  private static final Duration DEFAULT_DURATION = Duration.ofMinutes(2);

  private final PositionalParamSpec app = Options.app();
  private final LeaseOptions options = new LeaseOptions();
  private final OptionSpec time = Options.duration("--for", "Keep the lease for this time.");
  private final OptionSpec pid =
      Options.pid("--for-pid", "Keep the lease as long as this process lives.");

  GetCommand(RootCommand root) {
    super(
        root,
        "get",
        "Gives APP a port and prints its number.",
        "The lease lives for 2 minutes, long enough to start the app, unless --for or --for-pid"
            + " says otherwise. Asked again while it lives: the same number, prolonged.");
    takes(app, time, pid);
    takes(options.all());
  }

  @Override
  ExitCode execute() {
    LeaseRequest.Builder request = options.request(Options.appOf(app));
    Optional<Long> holder = Options.optional(pid, Long.class);
    Optional<Duration> duration = Options.optional(time, Duration.class);
    holder.ifPresent(request::holderPid);
    if (duration.isPresent() || holder.isEmpty()) {
      request.duration(duration.orElse(DEFAULT_DURATION));
    }
    LeaseRequest asked = request.build();
    try (PortManager manager = root().open(options.range())) {
      // Not closed: a lease that is tied to something else than this process outlives it.
      @SuppressWarnings("resource")
      PortLease lease = manager.lease(asked);
      terminal().line(Integer.toString(lease.port()));
    }
    return ExitCode.DONE;
  }
}
