package dev.portmanager.reliability.model.program;

import dev.portmanager.core.registry.Attempt;
import dev.portmanager.core.registry.Claim;
import dev.portmanager.core.registry.LeaseRegistries;
import dev.portmanager.core.registry.LeaseRegistry;
import dev.portmanager.core.registry.Tenure;
import dev.portmanager.core.registry.Terms;
import dev.portmanager.reliability.model.Turn;
import java.time.Duration;
import java.util.Optional;

/** What programs have in common: a register, and how a port is leased from it. */
@SuppressWarnings("NullAway.Init") // set by run
abstract class Leasing implements Runnable {

  static final int PORT = 8050;
  static final long FOR_EVER = Long.MAX_VALUE;

  /** Opened anew in each turn, since a turn runs the program from its beginning. */
  LeaseRegistry registry;

  @Override
  public final void run() {
    registry = LeaseRegistries.open(Optional.empty(), new ModelHost(), lease -> {});
    go();
  }

  abstract void go();

  static Turn turn() {
    return Turn.now();
  }

  static Terms own(String app) {
    long pid = turn().machine().pid();
    long startTime = turn().machine().startTime();
    return new Terms(app, new Tenure.OfProcess(pid, startTime, false), Duration.ZERO);
  }

  /** Claims the port, as a search does: again where another user claimed it at the same time. */
  Optional<Claim> claim(Terms terms, int attempts) {
    for (int attempt = 0; attempt < attempts; attempt++) {
      Attempt made = registry.tryClaim(PORT, terms);
      if (made instanceof Attempt.Granted granted) {
        return Optional.of(granted.claim());
      }
      if (made != Attempt.Refused.CONTENDED) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Claims the port and commits, as a search does where the probe finds nothing. */
  Optional<Claim> lease(Terms terms, int attempts) {
    Optional<Claim> claim = claim(terms, attempts);
    if (claim.isPresent() && registry.commit(claim.get()).isEmpty()) {
      registry.withdraw(claim.get());
      return Optional.empty();
    }
    return claim;
  }
}
