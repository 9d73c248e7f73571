package dev.portmanager.os.macos.libproc;

/** What the kernel says when it is asked who a pid is. */
public sealed interface IdentityAnswer {

  /**
   * A live process.
   *
   * @param identity what tells it from every other
   */
  record Live(Identity identity) implements IdentityAnswer {}

  /** There is none, or it has ended and only waits to be reaped. */
  record Gone() implements IdentityAnswer {}

  /**
   * The kernel does not tell.
   *
   * @param code the error number
   */
  record Refused(int code) implements IdentityAnswer {}
}
