package dev.portmanager.reliability.model.program;

/** Claims the port, and goes no further. */
public final class ClaimOnly extends Leasing {

  @Override
  void go() {
    claim(own("dead"), 1);
  }
}
