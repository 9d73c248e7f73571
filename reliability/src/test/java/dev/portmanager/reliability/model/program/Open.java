package dev.portmanager.reliability.model.program;

/** Opens its register, making it, and nothing else. */
public final class Open extends Leasing {

  @Override
  void go() {
    registry.diagnose();
  }
}
