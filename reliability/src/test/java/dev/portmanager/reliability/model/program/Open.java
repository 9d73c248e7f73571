package dev.portmanager.reliability.model.program;

/** Opens its register, making it, and nothing else. */
final class Open extends Leasing {

  @Override
  public void run() {
    registry.diagnose();
  }
}
