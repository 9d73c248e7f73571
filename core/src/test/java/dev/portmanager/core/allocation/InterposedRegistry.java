package dev.portmanager.core.allocation;

import dev.portmanager.Diagnosis;
import dev.portmanager.LeaseInfo;
import dev.portmanager.PortRange;
import dev.portmanager.ReleaseOutcome;
import dev.portmanager.core.registry.Attempt;
import dev.portmanager.core.registry.Claim;
import dev.portmanager.core.registry.LeaseRegistry;
import dev.portmanager.core.registry.Terms;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/** A register that lets a test step in between a claim, its commit and what follows. */
class InterposedRegistry implements LeaseRegistry {

  private final LeaseRegistry register;
  private final AtomicInteger closed = new AtomicInteger();

  InterposedRegistry(LeaseRegistry register) {
    this.register = register;
  }

  /** Called when a port is claimed, and nothing is committed yet. */
  void claimed() {}

  /** Called when a lease is committed, and its caller does not know yet. */
  void committed() {}

  /** Called when a lease is about to be released. */
  void releasing() {}

  /** Returns how often it was closed. */
  int timesClosed() {
    return closed.get();
  }

  @Override
  public Attempt tryClaim(int port, Terms terms) {
    Attempt attempt = register.tryClaim(port, terms);
    if (attempt instanceof Attempt.Granted) {
      claimed();
    }
    return attempt;
  }

  @Override
  public Optional<LeaseInfo> commit(Claim claim) {
    Optional<LeaseInfo> lease = register.commit(claim);
    committed();
    return lease;
  }

  @Override
  public void withdraw(Claim claim) {
    register.withdraw(claim);
  }

  @Override
  public boolean release(Claim claim) {
    releasing();
    return register.release(claim);
  }

  @Override
  public boolean stands(Claim claim) {
    return register.stands(claim);
  }

  @Override
  public Optional<Claim> renew(Terms terms, PortRange range) {
    return register.renew(terms, range);
  }

  @Override
  public OptionalInt lastPort(String app, PortRange range) {
    return register.lastPort(app, range);
  }

  @Override
  public BitSet cooling(PortRange range, Duration cooldown) {
    return register.cooling(range, cooldown);
  }

  @Override
  public Optional<LeaseInfo> leaseOf(int port) {
    return register.leaseOf(port);
  }

  @Override
  public List<LeaseInfo> leases() {
    return register.leases();
  }

  @Override
  public ReleaseOutcome release(LeaseInfo lease, boolean force) {
    return register.release(lease, force);
  }

  @Override
  public Diagnosis diagnose() {
    return register.diagnose();
  }

  @Override
  public void close() {
    closed.incrementAndGet();
    register.close();
  }
}
