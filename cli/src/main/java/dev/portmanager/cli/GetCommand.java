package dev.portmanager.cli;

import dev.portmanager.LeaseRequest;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Leases a port for some time, or for the life of another process. */
@Command(
    name = "get",
    description = {
      "Gives APP a port and prints its number.",
      "The lease lives for 2 minutes, long enough to start the app, unless --for or --for-pid says"
          + " otherwise. Asked again while it lives: the same number, prolonged."
    })
final class GetCommand extends Subcommand {

  private static final Duration DEFAULT_DURATION = Duration.ofMinutes(2);

  @Parameters(paramLabel = "APP", description = "The app's name.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String app;

  @Mixin private final LeaseOptions options = new LeaseOptions();

  @ArgGroup private @Nullable Life life;

  GetCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode execute() {
    LeaseRequest.Builder request = options.request(Arguments.appName(app));
    if (life != null && life.pid != null) {
      request.holderPid(life.pid);
    } else {
      request.duration(life != null && life.time != null ? life.time : DEFAULT_DURATION);
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

  /** What the lease's life is tied to. */
  static final class Life {
    @Option(
        names = "--for-pid",
        paramLabel = "PID",
        description = "Keep the lease as long as this process lives.")
    private @Nullable Long pid;

    @Option(names = "--for", paramLabel = "TIME", description = "Keep the lease for this time.")
    private @Nullable Duration time;
  }
}
