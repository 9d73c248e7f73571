package dev.portmanager.os.linux.jna;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who could replace what lies in a folder: whoever owns a part of its path, or may write to one.
 *
 * @param user the user of this process; besides him only root is trusted
 * @see <a href="https://man7.org/linux/man-pages/man7/inode.7.html">inode(7), S_ISVTX</a>
 */
record FolderChain(long user) {

  /** The number that stands for users who do not exist in this user namespace. */
  private static final long OVERFLOW_USER = 65534;

  static FolderChain ofThisProcess() throws IOException {
    return new FolderChain(number(Files.getAttribute(Path.of("/proc/self"), "unix:uid")));
  }

  /**
   * Returns what lets another user replace a part of the path. A part that all may write to is no
   * such thing if it is sticky, as /tmp is: what is ours in it can only be renamed by us.
   *
   * @param folder absolute; each symbolic link in it counts as a part
   * @return the first part that is not safe and why, or empty
   * @throws IOException if a part cannot be looked at
   */
  Optional<String> weakness(Path folder) throws IOException {
    for (@Nullable Path part = folder; part != null; part = part.getParent()) {
      Part seen = Part.at(part);
      if (!isTrusted(seen.owner())) {
        return Optional.of(part + " belongs to user " + seen.owner());
      }
      // The mode of a link means nothing.
      if (!seen.isLink() && seen.isWritableByOthers() && !seen.isSticky()) {
        return Optional.of(part + " can be written by others");
      }
    }
    return Optional.empty();
  }

  /** Tells whether a folder itself is ours and nobody else may write to it; a link is neither. */
  boolean isOurs(Path folder) throws IOException {
    Part seen = Part.at(folder);
    return seen.owner() == user && !seen.isWritableByOthers() && !seen.isLink();
  }

  private boolean isTrusted(long owner) throws IOException {
    return owner == user
        || owner == 0
        || (owner == OVERFLOW_USER && isOutside(Files.readAllLines(Path.of("/proc/self/uid_map"))));
  }

  /**
   * Tells whether the overflow user is nobody of this user namespace. Then root of the machine is
   * seen as that user, too: in a container without root / itself belongs to it, and who made the
   * container decides what it sees.
   *
   * @param map lines of first user inside, first user outside, count; user_namespaces(7)
   */
  static boolean isOutside(List<String> map) {
    for (String line : map) {
      String[] fields = line.strip().split(" +");
      long first = Long.parseLong(fields[0]);
      if (OVERFLOW_USER >= first && OVERFLOW_USER - first < Long.parseLong(fields[2])) {
        return false;
      }
    }
    return true;
  }

  /** What inode(7) says of a part of a path, which is not followed if it is a link. */
  private record Part(long owner, int mode) {

    /** {@code S_IWGRP|S_IWOTH}, which the mask of an access control list shows as well. */
    private static final int OTHERS_WRITE = 022;

    private static final int STICKY = 01000;
    private static final int FILE_TYPE = 0170000;
    private static final int LINK = 0120000;

    static Part at(Path path) throws IOException {
      Object uid = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return new Part(number(uid), (Integer) mode);
    }

    boolean isLink() {
      return (mode & FILE_TYPE) == LINK;
    }

    boolean isWritableByOthers() {
      return (mode & OTHERS_WRITE) != 0;
    }

    boolean isSticky() {
      return (mode & STICKY) != 0;
    }
  }

  private static long number(Object uid) {
    return Integer.toUnsignedLong((Integer) uid);
  }
}
