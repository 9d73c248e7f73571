package dev.portmanager.os.linux.bpf;

/** The kernel's description of its types has another form than linux/btf.h says, or is cut off. */
final class MalformedBtfException extends UnavailableException {

  private static final long serialVersionUID = 1L;

  MalformedBtfException(String what) {
    super("its type information (BTF) cannot be understood: " + what);
  }
}
