package dev.portmanager.reliability.model.program;

import dev.portmanager.core.registry.Claim;
import dev.portmanager.reliability.model.Violation;
import java.util.Optional;

/** Leases the port, uses it, and gives it back. */
public final class LeaseOnce extends Leasing {

  @Override
  void go() {
    Optional<Claim> claim = lease(own("app"), 2);
    if (claim.isEmpty()) {
      return;
    }
    turn().holds(PORT, FOR_EVER);
    if (!registry.stands(claim.get())) {
      throw new Violation("a lease is lost while its holder lives");
    }
    turn().pause("use the port", machine -> true);
    turn().letsGo(PORT);
    if (!registry.release(claim.get())) {
      throw new Violation("a lease is lost while its holder lives");
    }
  }
}
