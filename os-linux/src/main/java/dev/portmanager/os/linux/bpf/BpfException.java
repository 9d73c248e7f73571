package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.jna.Errno;

/** A call of bpf(2), or a read from an iterator, failed. */
class BpfException extends UnavailableException {

  private static final long serialVersionUID = 1L;

  private final int code;

  BpfException(String call, int code, String log) {
    super(call + " failed: " + Errno.text(code) + (isNamed(code) ? "" : " " + code), log);
    this.code = code;
  }

  BpfException(String call, int code) {
    this(call, code, "");
  }

  private static boolean isNamed(int code) {
    return !Errno.text(code).equals(Errno.text(Integer.MAX_VALUE));
  }

  int code() {
    return code;
  }

  @Override
  public boolean isPassing() {
    return Shortage.isMeantBy(code);
  }
}
