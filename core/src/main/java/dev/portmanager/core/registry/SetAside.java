package dev.portmanager.core.registry;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes files away from the name of the register: a damaged one is kept for whoever wants to know
 * why, and never read again. A rename takes whatever has the name at that moment; what was not
 * meant gets it back. Stateless, so safe for use by several threads and processes.
 */
final class SetAside {

  /** So many are kept; each may be as large as a register. */
  private static final int KEPT = 4;

  private static final String NAME = ".damaged-";

  private final Path register;

  SetAside(Path register) {
    this.register = register;
  }

  /** Keeps a damaged file under another name, if it still has the register's. */
  void keep(FoundRegister damaged) throws IOException {
    Optional<Path> kept = takeIfStillThere(damaged);
    if (kept.isPresent()) {
      log()
          .log(
              Level.WARNING,
              "the register of leases {0} was damaged: it is kept as {1}, and a new one is made"
                  + " from what each process still holds",
              register,
              kept.get());
      removeOldest();
    }
  }

  /** Removes a file that its maker has not finished, if it still has the register's name. */
  void remove(FoundRegister unfinished) throws IOException {
    Optional<Path> taken = takeIfStillThere(unfinished);
    if (taken.isPresent()) {
      Files.deleteIfExists(taken.get()); // nobody has used it
    }
  }

  private Optional<Path> takeIfStillThere(FoundRegister meant) throws IOException {
    // Else another process has done it, and a new one was made.
    return meant.isAt(register) ? take(meant) : Optional.empty();
  }

  /**
   * Renames the file that has the register's name.
   *
   * @return its new name; empty if it was not the one that was meant, and has its name again
   */
  Optional<Path> take(FoundRegister meant) throws IOException {
    Path aside =
        register.resolveSibling(
            register.getFileName()
                + NAME
                + System.currentTimeMillis()
                + "-"
                + Long.toHexString(System.nanoTime()));
    meant.prepareToBeMoved();
    Files.move(register, aside, StandardCopyOption.ATOMIC_MOVE);
    if (meant.isAt(aside)) {
      return Optional.of(aside);
    }
    giveBack(aside);
    return Optional.empty();
  }

  /**
   * If there is a newer one by now, all who hold a port enter it there, as if this had vanished.
   */
  private void giveBack(Path taken) throws IOException {
    try {
      Files.createLink(register, taken);
    } catch (FileAlreadyExistsException e) {
      log().log(Level.DEBUG, "another register was made meanwhile", e);
    } catch (UnsupportedOperationException | FileSystemException e) {
      log().log(Level.DEBUG, "no hard links here: the register is moved back", e);
      if (!Files.exists(register, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(taken, register, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    Files.deleteIfExists(taken);
  }

  private void removeOldest() throws IOException {
    String prefix = register.getFileName() + NAME;
    Path folder = register.toAbsolutePath().getParent();
    String[] names =
        folder == null ? null : folder.toFile().list((in, name) -> name.startsWith(prefix));
    if (folder == null || names == null) {
      return;
    }
    Arrays.sort(names); // by time: milliseconds since 1970 have 13 digits until 2286
    for (int i = 0; i < names.length - KEPT; i++) {
      Files.deleteIfExists(folder.resolve(names[i]));
    }
  }

  /** Looked up when something is to be said: setting up a logger is slow, and most never speak. */
  private static Logger log() {
    return System.getLogger(SetAside.class.getName());
  }
}
