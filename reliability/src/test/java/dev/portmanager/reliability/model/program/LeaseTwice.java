package dev.portmanager.reliability.model.program;

import dev.portmanager.core.registry.Claim;
import dev.portmanager.reliability.model.Violation;
import java.util.Optional;

/** Leases the port to one application, gives it back, and leases it to another. */
public final class LeaseTwice extends Leasing {

  /** Creates the program. */
  public LeaseTwice() {}

  @Override
  void go() {
    Optional<Claim> first = lease(own("first"), 1);
    if (first.isPresent()) {
      turn().pause("use the port for the first", machine -> true);
      registry.release(first.get());
    }
    Optional<Claim> second = lease(own("second"), 1);
    if (second.isPresent()) {
      turn().pause("use the port for the second", machine -> true);
      if (!registry.stands(second.get())) {
        throw new Violation("the lease of the second application was ended instead of the first");
      }
      registry.release(second.get());
    }
  }
}
