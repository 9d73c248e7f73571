package dev.portmanager.reliability.model.program;

import dev.portmanager.core.registry.Claim;
import java.util.Optional;

/** Claims the port and withdraws, as where the probe finds it in use; then leases it after all. */
public final class GiveUp extends Leasing {

  @Override
  void go() {
    claim(own("app"), 1).ifPresent(registry::withdraw);
    Optional<Claim> claim = lease(own("app"), 1);
    if (claim.isPresent()) {
      turn().holds(PORT, FOR_EVER);
      turn().pause("use the port", machine -> true);
    }
  }
}
