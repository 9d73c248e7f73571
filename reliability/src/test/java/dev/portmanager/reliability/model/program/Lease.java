package dev.portmanager.reliability.model.program;

/** Leases the port and keeps it. */
final class Lease extends Leasing {

  @Override
  public void run() {
    if (lease(own("app"), 1).isPresent()) {
      turn().holds(PORT, FOR_EVER);
    }
  }
}
