package dev.portmanager.reliability.model.program;

import dev.portmanager.PortRange;
import dev.portmanager.core.registry.Claim;
import dev.portmanager.core.registry.Tenure;
import dev.portmanager.core.registry.Terms;
import java.time.Duration;
import java.util.Optional;

/** Asks twice for the port for 10 seconds, as a command does that is called twice. */
public final class LeaseForTime extends Leasing {

  private static final long END = 0xFFFF_FFFFL;

  /** Creates the program. */
  public LeaseForTime() {}

  @Override
  void go() {
    Terms terms = new Terms("timed", new Tenure.OfTime(Duration.ofSeconds(10)), Duration.ZERO);
    for (int time = 0; time < 2; time++) {
      Optional<Claim> claim =
          registry.renew(terms, new PortRange(PORT, PORT)).or(() -> lease(terms, 1));
      if (claim.isPresent()) {
        turn().givenForTime(PORT, claim.get().word() & END);
      }
    }
  }
}
