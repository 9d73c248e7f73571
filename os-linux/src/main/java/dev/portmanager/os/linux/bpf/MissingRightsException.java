package dev.portmanager.os.linux.bpf;

/** This process may not load programs: what an ordinary user is told, and no fault. */
public final class MissingRightsException extends UnavailableException {

  private static final long serialVersionUID = 1L;

  MissingRightsException() {
    super("this process has neither root's rights nor the capabilities BPF and PERFMON");
  }
}
