package dev.portmanager.cli;

import dev.portmanager.LeaseRequest;
import dev.portmanager.PortRange;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the commands that lease a port. */
final class LeaseOptions {

  @Option(
      names = "--range",
      paramLabel = "A-B",
      description = "Ports to choose from; 8050-8099 by default.")
  private PortRange range = PortRange.DEFAULT;

  @Option(names = "--preferred", paramLabel = "PORT", description = "The port to try first.")
  private @Nullable PortNumber preferred;

  @Option(
      names = "--strict",
      description = "Fail if the preferred port cannot be had, instead of taking another.")
  private boolean strict;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "Wait this long for a port if none is free.")
  private Duration wait = Duration.ZERO;

  PortRange range() {
    return range;
  }

  Optional<Integer> preferred() {
    return Optional.ofNullable(preferred).map(PortNumber::number);
  }

  /** Returns the start of a request with these options. */
  LeaseRequest.Builder request(String appName) {
    LeaseRequest.Builder request = LeaseRequest.builder(appName).strict(strict).maxWait(wait);
    preferred().ifPresent(request::preferredPort);
    return request;
  }
}
