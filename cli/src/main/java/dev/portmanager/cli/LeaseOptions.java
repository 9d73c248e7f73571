package dev.portmanager.cli;

import dev.portmanager.LeaseRequest;
import dev.portmanager.PortRange;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of the commands that lease a port. */
final class LeaseOptions {

  private final OptionSpec range = Options.range("Ports to choose from");
  private final OptionSpec preferred =
      Options.value("--preferred", Integer.class, Arguments::port)
          .paramLabel("PORT")
          .description("The port to try first.")
          .build();
  private final OptionSpec strict =
      Options.flag(
          "--strict", "Fail if the preferred port cannot be had, instead of taking another.");
  private final OptionSpec wait =
      Options.duration("--wait", "Wait this long for a port if none is free.");

  ArgSpec[] all() {
    return new ArgSpec[] {range, preferred, strict, wait};
  }

  PortRange range() {
    return Options.rangeOf(range);
  }

  Optional<Integer> preferred() {
    return Options.optional(preferred, Integer.class);
  }

  /** Returns the start of a request with these options. */
  LeaseRequest.Builder request(String appName) {
    LeaseRequest.Builder request = LeaseRequest.builder(appName).strict(Options.isSet(strict));
    Options.optional(wait, Duration.class).ifPresent(request::maxWait);
    preferred().ifPresent(request::preferredPort);
    return request;
  }
}
