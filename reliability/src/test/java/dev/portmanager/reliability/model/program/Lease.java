package dev.portmanager.reliability.model.program;

/** Leases the port and keeps it. */
public final class Lease extends Leasing {

  @Override
  void go() {
    if (lease(own("app"), 1).isPresent()) {
      turn().holds(PORT, FOR_EVER);
    }
  }
}
