package dev.portmanager.reliability.model.program;

import dev.portmanager.core.registry.Claim;
import dev.portmanager.reliability.model.Violation;
import java.util.Optional;

/** Comes when all others are done or dead: nothing may be leased, and the port must be had. */
public final class Successor extends Leasing {

  @Override
  void go() {
    if (turn().ask("is it held", machine -> machine.isHeld(PORT))) {
      return;
    }
    if (registry.leaseOf(PORT).isPresent()) {
      throw new Violation("a lease is left that nobody has: " + registry.leaseOf(PORT));
    }
    Optional<Claim> claim = lease(own("successor"), 1);
    if (claim.isEmpty() || !registry.release(claim.get())) {
      throw new Violation("the port is lost: nobody has it, and nobody can get it");
    }
  }
}
