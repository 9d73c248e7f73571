package dev.portmanager.core;

import dev.portmanager.Diagnosis;
import dev.portmanager.LeaseRegistryException;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortRange;
import dev.portmanager.Printable;
import dev.portmanager.core.backend.BackEnds;
import dev.portmanager.core.lookup.ReservedPorts;
import dev.portmanager.spi.ProcessKiller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds out what works here and what does not. Stateless, so safe for use by several threads. */
final class Diagnostics {

  private static final int LONGEST_CAUSE = 400;

  private final ProcessKiller backEnd;
  private final Supplier<Diagnosis> registry;
  private final PortRange range;

  /**
   * Creates it.
   *
   * @param registry judges the register of leases, or throws {@link LeaseRegistryException}
   */
  Diagnostics(ProcessKiller backEnd, Supplier<Diagnosis> registry, PortRange range) {
    this.backEnd = backEnd;
    this.registry = registry;
    this.range = range;
  }

  List<Diagnosis> all() {
    List<Diagnosis> findings = new ArrayList<>();
    BackEnds.Survey survey = BackEnds.survey();
    findings.add(chosen(survey.supported()));
    survey.broken().stream().map(Diagnostics::broken).forEach(findings::add);
    try {
      findings.addAll(backEnd.diagnose());
    } catch (PortManagerException e) {
      findings.add(
          Diagnosis.broken(
              "back end",
              String.valueOf(e.getMessage()),
              "ports can still be leased; look-ups and kills need what failed"));
    }
    findings.add(registry());
    findings.add(ephemeral());
    restricted().ifPresent(findings::add);
    reserved().ifPresent(findings::add);
    return List.copyOf(findings);
  }

  private static Diagnosis broken(Throwable failure) {
    Throwable cause = failure.getCause();
    String why = failure + (cause == null ? "" : ", because of " + cause);
    return Diagnosis.limited(
        "back end",
        "another one cannot be loaded: " + Printable.of(why, LONGEST_CAUSE),
        "remove it from the class path, or add what it depends on");
  }

  private Diagnosis chosen(List<String> supported) {
    String used = backEnd.getClass().getName();
    return supported.size() > 1 && supported.contains(used)
        ? Diagnosis.limited(
            "back end",
            "several support this system: "
                + used
                + " is used, of: "
                + String.join(", ", supported),
            "remove the others from the class path")
        : Diagnosis.ok("back end", backEnd.name());
  }

  private Diagnosis registry() {
    try {
      return registry.get();
    } catch (LeaseRegistryException e) {
      return Diagnosis.broken(
          "registry", String.valueOf(e.getMessage()), "choose another folder with --registry");
    }
  }

  private Diagnosis ephemeral() {
    Optional<PortRange> ephemeral = backEnd.host().ephemeralRange();
    if (ephemeral.isEmpty()) {
      return Diagnosis.limited(
          "range " + range,
          "the ports that the system hands out by itself are not known",
          "use ports below 32768");
    }
    if (ephemeral.get().overlaps(range)) {
      return Diagnosis.limited(
          "range " + range,
          "the system hands out "
              + ephemeral.get()
              + " by itself, so that any outgoing connection"
              + " may take a port of the range",
          "use a range outside of " + ephemeral.get());
    }
    return Diagnosis.ok(
        "range " + range, "apart from what the system hands out by itself, " + ephemeral.get());
  }

  private Optional<Diagnosis> reserved() {
    String topic = "range " + range;
    try {
      return ReservedPorts.find(backEnd, range)
          .map(
              found ->
                  Diagnosis.limited(
                      topic,
                      "ports of it that are passed over: " + found.count() + "; " + found.reason(),
                      "use another range"));
    } catch (PortManagerException e) {
      return Optional.of(
          Diagnosis.limited(
              topic,
              "whether ports of it are reserved cannot be found out: " + e.getMessage(),
              "mend what failed"));
    }
  }

  private Optional<Diagnosis> restricted() {
    return backEnd.host().restrictedRanges().stream()
        .filter(range::overlaps)
        .findFirst()
        .map(
            kept ->
                Diagnosis.limited(
                    "range " + range,
                    "the system keeps " + kept + " for privileged processes",
                    "use ports outside of it, or run with that privilege"));
  }
}
