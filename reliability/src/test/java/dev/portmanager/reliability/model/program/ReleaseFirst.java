package dev.portmanager.reliability.model.program;

/** Ends the lease of the first application by force, and nobody else's. */
public final class ReleaseFirst extends Leasing {

  /** Creates the program. */
  public ReleaseFirst() {}

  @Override
  void go() {
    registry
        .leaseOf(PORT)
        .filter(lease -> lease.app().equals("first"))
        .ifPresent(lease -> registry.release(lease, true));
  }
}
