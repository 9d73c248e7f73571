package dev.portmanager.core.registry;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;

/**
 * Makes a register: whole under another name, with what the journals say is leased, and then linked
 * to its own, which fails if somebody was quicker. So nobody ever sees half a register, whatever
 * moment its maker is killed at. What a maker that was killed has left is removed by the next.
 * Stateless, so safe for use by several threads and processes.
 */
final class NewRegister {

  private static final String NAME = ".new-";

  private final Path file;
  private final Journals journals;
  private final Liveness liveness;

  NewRegister(Path file, Journals journals, Liveness liveness) {
    this.file = file;
    this.journals = journals;
    this.liveness = liveness;
  }

  /**
   * Makes it. What was read of the journals may be out of date when it gets its name: this process
   * may have been stopped while another made one, which was lost as well. So the journals are read
   * again, and only if they say the same does the file count.
   */
  void make() throws IOException {
    removeWhatTheDeadLeft();
    Path fresh = file.resolveSibling(prefix() + AuthoredName.of(liveness.ownWord()));
    try (RandomAccessFile out = new RandomAccessFile(fresh.toFile(), "rw")) {
      Map<Integer, JournalEntry> leased = journals.live();
      write(fresh, out);
      for (JournalEntry entry : leased.values()) {
        RegistryHeader.enter(out, entry.claim());
      }
      publish(fresh);
      if (journals.live().equals(leased)) {
        RegistryHeader.finish(out);
      }
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /**
   * The names of other worlds of process ids begin otherwise: who lives there is not known here.
   */
  private String prefix() {
    return file.getFileName() + NAME;
  }

  private void removeWhatTheDeadLeft() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    String prefix = prefix();
    String[] names =
        folder == null ? null : folder.toFile().list((in, name) -> name.startsWith(prefix));
    if (folder == null || names == null) {
      return;
    }
    for (String name : names) {
      if (!liveness.lives(AuthoredName.author(name, prefix))) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
  }

  private static void write(Path fresh, RandomAccessFile out) throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (posix != null) {
      posix.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
    } else {
      giveToOwnerOfFolder(fresh);
    }
    out.write(RegistryHeader.header(FileNumber.of(fresh)));
    byte[] zeros = new byte[1 << 16];
    for (long at = out.getFilePointer(); at < RegistryFile.RECORDS; at = out.getFilePointer()) {
      out.write(zeros, 0, (int) Math.min(zeros.length, RegistryFile.RECORDS - at));
    }
    out.setLength(RegistryFile.SIZE);
  }

  /**
   * On Windows, what an elevated process makes belongs to the group of administrators, and other
   * users would not believe that it is this user's.
   */
  private static void giveToOwnerOfFolder(Path fresh) throws IOException {
    UserPrincipal owner = Files.getOwner(fresh.toAbsolutePath().getParent());
    if (!owner.equals(Files.getOwner(fresh))) {
      Files.setOwner(fresh, owner);
    }
  }

  private void publish(Path fresh) throws IOException {
    try {
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      log().log(Level.DEBUG, "another process made the register of leases first", e);
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A file system without links: the last of several makers wins, and whoever had claimed a
      // port in an earlier file notices that it was replaced and claims it again.
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      log().log(Level.DEBUG, "no hard links here: the register is moved into place", e);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Looked up when something is to be said: setting up a logger is slow, and most never speak. */
  private static Logger log() {
    return System.getLogger(NewRegister.class.getName());
  }
}
