package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.os.linux.procfs.ProcFs;
import java.io.IOException;
import java.util.List;

/**
 * Asks for a socket of which everything is known, one of our own: with one descriptor and with two
 * the answer must be this process, and proved. So a kernel that keeps its count of references in
 * another way than is known here is found out before anybody believes it.
 *
 * @param walk what is checked
 * @param proc where to read
 */
record SelfCheck(KernelWalk walk, ProcFs proc) {

  private static final int AF_INET = 2;
  private static final int SOCK_STREAM_CLOEXEC = 1 | LibC.O_CLOEXEC;
  private static final int F_DUPFD_CLOEXEC = 1030; // fcntl.h

  /** A child that this JVM is just starting has a copy of every descriptor for a moment. */
  private static final int MAX_ATTEMPTS = 20;

  /**
   * Checks it.
   *
   * @throws UnavailableException if an answer is wrong
   */
  void require() throws UnavailableException {
    int socket = LibC.socket(AF_INET, SOCK_STREAM_CLOEXEC, 0);
    if (socket < 0) {
      throw unchecked("socket");
    }
    try {
      long inode = inode(socket);
      requireRight(inode, socket, 1);
      int second = LibC.fcntl(socket, F_DUPFD_CLOEXEC, 0);
      if (second < 0) {
        throw unchecked("second descriptor");
      }
      try {
        requireRight(inode, Math.min(socket, second), 2);
      } finally {
        LibC.close(second);
      }
    } finally {
      LibC.close(socket);
    }
  }

  private static UnavailableException unchecked(String what) {
    int code = LibC.errno();
    return Shortage.of("no " + what + " can be made to check it with: " + Errno.text(code), code);
  }

  private long inode(int socket) throws UnavailableException {
    try {
      String link = proc.link("self/fd/" + socket);
      return Long.parseLong(link.substring("socket:[".length(), link.length() - 1));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      throw new UnavailableException("a socket of our own has no number in /proc (" + e + ")");
    }
  }

  /** Compared by hand: the first equality of a record takes as long as everything else here. */
  private static boolean isThat(OwnerHit hit, int self, int descriptor) {
    return hit.pid() == self && hit.descriptor() == descriptor;
  }

  private int self() throws UnavailableException {
    try {
      return Integer.parseInt(proc.link("self"));
    } catch (IOException | NumberFormatException e) {
      throw new UnavailableException("this process has no number in /proc (" + e + ")");
    }
  }

  private void requireRight(long inode, int descriptor, int count) throws UnavailableException {
    for (LoadedProgram program : walk.programs()) {
      requireRight(program, inode, descriptor, count);
    }
    if (walk.sweep().isPresent() && walk.isSmall()) {
      requireRight(walk.sweep().get(), inode, descriptor, count);
    }
  }

  private boolean ask(Inquiry inquiry, LoadedProgram program, int self)
      throws UnavailableException {
    if (isSweep(program)) {
      return inquiry.all(program);
    }
    if (walk.asksOne()) {
      return inquiry.one(program, self);
    }
    inquiry.all();
    return true;
  }

  private boolean isSweep(LoadedProgram program) {
    return walk.sweep().isPresent() && walk.sweep().get().program() == program.program();
  }

  private void requireRight(LoadedProgram program, long inode, int descriptor, int count)
      throws UnavailableException {
    int self = self();
    List<OwnerHit> found = List.of();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try (Inquiry inquiry = walk.ask(new LongSet(inode))) {
        boolean whole = ask(inquiry, program, self);
        if (!whole && isSweep(program)) {
          walk.brokenOff(); // this machine is too large for it, so it is not asked
          return;
        }
        found = inquiry.result().hits();
        boolean right = whole && found.size() == 1 && isThat(found.get(0), self, descriptor);
        if (right && inquiry.isComplete()) {
          return;
        }
      }
    }
    throw new UnavailableException(
        "a socket with "
            + count
            + " descriptors of our own was reported as held by "
            + found
            + ", or its references were counted in another way");
  }
}
