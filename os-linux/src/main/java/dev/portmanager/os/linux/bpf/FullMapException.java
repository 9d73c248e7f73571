package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.jna.Errno;

/**
 * So many sockets are looked for at once that the map has no room for one more. Told apart from
 * other calls that fail with {@code E2BIG}: a kernel that does not know the attributes says so too,
 * and says it always.
 */
final class FullMapException extends BpfException {

  private static final long serialVersionUID = 1L;

  FullMapException() {
    super("bpf(BPF_MAP_UPDATE_ELEM)", Errno.E2BIG);
  }

  @Override
  public boolean isPassing() {
    return true;
  }
}
