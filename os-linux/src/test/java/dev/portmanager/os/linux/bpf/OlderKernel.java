package dev.portmanager.os.linux.bpf;

/** The running kernel, with a verifier that does not take the program for tables. */
public final class OlderKernel implements KernelSource {

  @Override
  public KernelWalk load() throws UnavailableException {
    return KernelWalk.load(RecordedCalls.refusingTheFirst(), RunningTypes.layout());
  }

  @Override
  public void check(KernelWalk walk) {
    // Whether it agrees with /proc is not what is tested with it.
  }
}
