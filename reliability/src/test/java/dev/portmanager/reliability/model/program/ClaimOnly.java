package dev.portmanager.reliability.model.program;

/** Claims the port, and goes no further. */
final class ClaimOnly extends Leasing {

  @Override
  public void run() {
    claim(own("dead"), 1);
  }
}
