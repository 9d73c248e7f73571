package dev.portmanager.os.linux.procfs;

import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.jna.SystemCalls;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a descriptor of some process is a socket of which a holder is known, by kcmp(2).
 * The kernel compares the open files themselves and makes no name for either, which takes a third
 * of what listing a descriptor and reading its link take. Immutable; safe for use by several
 * threads.
 *
 * <p>A socket has one open file for good: it cannot be opened a second time, and fork, dup and
 * SCM_RIGHTS hand on the same one. So descriptors are of one socket exactly if they are of one
 * file.
 *
 * <p>What it says holds as long as each sample does: whoever uses it looks at the samples again
 * when all is done ({@link #samples}).
 */
final class SocketComparison {

  /** With more samples, reading the link is quicker: a descriptor takes up to three comparisons. */
  static final int MOST = 7;

  /** {@code KCMP_FILE}, linux/kcmp.h. */
  private static final long FILE = 0;

  private static final long EQUAL = 0;
  private static final long LESS = 1;
  private static final long GREATER = 2;

  private final long call = SystemCalls.here().kcmp();

  /** In the order that kcmp gives open files, which is arbitrary and stays. */
  private final OwnerHit[] samples;

  private SocketComparison(List<OwnerHit> samples) {
    this.samples = samples.toArray(new OwnerHit[0]); // no lambda, for the sake of a first look-up
  }

  /**
   * Creates a comparison.
   *
   * @param samples a holder of each wanted socket, checked to be one; each socket once
   * @return the comparison; empty if there are too many, or the kernel does not compare them
   */
  static Optional<SocketComparison> with(List<OwnerHit> samples) {
    if (samples.isEmpty() || samples.size() > MOST) {
      return Optional.empty();
    }
    SocketComparison comparison = new SocketComparison(samples);
    return comparison.sort() ? Optional.of(comparison) : Optional.empty();
  }

  /** Sorts the samples; false if the kernel refuses, or two of them are one. */
  private boolean sort() {
    for (int i = 0; i < samples.length; i++) {
      OwnerHit sample = samples[i];
      if (compare(sample, sample.pid(), sample.descriptor()) != EQUAL) {
        return false;
      }
      int at = i;
      for (; at > 0; at--) {
        long order = compare(samples[at - 1], sample.pid(), sample.descriptor());
        if (order == LESS) {
          break;
        }
        if (order != GREATER) {
          return false;
        }
        samples[at] = samples[at - 1];
      }
      samples[at] = sample;
    }
    return true;
  }

  private long compare(OwnerHit sample, int pid, int descriptor) {
    return LibC.syscall(call, sample.pid(), pid, FILE, sample.descriptor(), descriptor);
  }

  /**
   * Looks which of the sockets a descriptor is.
   *
   * @param pid a process or thread
   * @param descriptor its descriptor
   * @return the socket's inode; {@link SocketLink#NO_SOCKET} if it is none of them; {@link
   *     ProcFolder#UNREADABLE} if that is not told, with errno set: {@code EBADF} if it is not
   *     open, {@code EPERM}, {@code ESRCH}
   */
  long socketAt(int pid, int descriptor) {
    int low = 0;
    int high = samples.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long order = compare(samples[middle], pid, descriptor);
      if (order == EQUAL) {
        return samples[middle].inode();
      }
      if (order == LESS) {
        low = middle + 1;
      } else if (order == GREATER) {
        high = middle - 1;
      } else {
        return ProcFolder.UNREADABLE;
      }
    }
    return SocketLink.NO_SOCKET;
  }

  /** Returns the holders it compares with. */
  List<OwnerHit> samples() {
    return List.of(samples);
  }
}
