package dev.portmanager.core.registry;

import dev.portmanager.LeaseRegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens a user's register, making it where there is none and setting a damaged one aside.
 *
 * <p>A new file is made whole under another name, with what the journals say is leased, and then
 * linked to its own, which fails if somebody was quicker: nobody ever sees half a register,
 * whatever moment a process is killed at. Not safe for use by several threads; any number of
 * processes may open at once.
 */
final class RegistryStore {

  private static final int ATTEMPTS = 100;

  /** So often is looked whether a maker has finished, before another takes its place. */
  private static final int PATIENCE = 10;

  private static final long MAKING_NANOS = 5_000_000;
  private static final String FRESH = ".new-";

  private final SafeDirectory directory;
  private final Path file;
  private final Journals journals;

  RegistryStore(SafeDirectory directory, String fileName, Liveness liveness) {
    this.directory = directory;
    this.file = directory.path().resolve(fileName);
    this.journals = new Journals(file, liveness);
  }

  /** Takes a lease out of the journals of all processes: that of its holder among them. */
  void strike(LeaseRecord record) {
    try {
      journals.strike(record.id());
    } catch (IOException e) {
      throw failure("has journals that cannot be written", e);
    }
  }

  /** Returns what the processes that use this register hold, as they wrote it beside. */
  Journals journals() {
    return journals;
  }

  Path file() {
    return file;
  }

  /**
   * Opens the register.
   *
   * @throws LeaseRegistryException if that cannot be done, with the reason
   */
  RegistryFile open() {
    boolean interrupted = Thread.interrupted();
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        directory.prepare();
        try {
          return tryOpen(attempt);
        } catch (NoSuchFileException | ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          log().log(Level.DEBUG, "the register of leases changed while it was opened", e);
        }
      }
      throw new LeaseRegistryException(
          "the register of leases " + file + " is replaced again and again: find out by what");
    } catch (IOException e) {
      throw failure("cannot be opened", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private RegistryFile tryOpen(int attempt) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      create();
      attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
    if (!attributes.isRegularFile()) {
      throw new LeaseRegistryException(
          "the register of leases "
              + file
              + " is "
              + (attributes.isSymbolicLink() ? "a symbolic link" : "no file")
              + ": remove it, or choose another folder with --registry");
    }
    byte[] head = head();
    switch (RegistryHeader.judge(head, attributes.size(), FileNumber.of(file))) {
      case WHOLE -> {
        return RegistryFile.open(file, head);
      }
      case NEWER ->
          throw new LeaseRegistryException(
              "the register of leases "
                  + file
                  + " was made by a newer version of Port Manager: use that version, or choose"
                  + " another folder with --registry");
      case UNFINISHED -> awaitMaker(attributes, attempt);
      case DAMAGED -> setAside(attributes);
    }
    throw new NoSuchFileException(file.toString());
  }

  private byte[] head() throws IOException {
    try (InputStream in =
        Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(RegistryHeader.HEAD_SIZE);
    }
  }

  /** Whoever makes a register is at it for a millisecond, unless it was killed or stopped. */
  private void awaitMaker(BasicFileAttributes judged, int attempt) throws IOException {
    LockSupport.parkNanos(MAKING_NANOS);
    if (attempt % PATIENCE == PATIENCE - 1 && isStill(judged)) {
      Files.deleteIfExists(file); // nobody has used it
    }
  }

  private boolean isStill(BasicFileAttributes judged) throws IOException {
    BasicFileAttributes now =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return Objects.equals(judged.fileKey(), now.fileKey());
  }

  /** What is damaged is kept for whoever wants to know why, and never read again. */
  private void setAside(BasicFileAttributes judged) throws IOException {
    if (!isStill(judged)) {
      return; // another process has done it, and made a new one
    }
    Path aside = file.resolveSibling(file.getFileName() + ".damaged-" + System.currentTimeMillis());
    Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    log()
        .log(
            Level.WARNING,
            "the register of leases {0} was damaged: it is kept as {1}, and a new one is made from"
                + " what each process still holds",
            file,
            aside);
  }

  /**
   * Makes a register. What was read of the journals may be out of date when it gets its name: this
   * process may have been stopped while another made one, which was lost as well. So the journals
   * are read again, and only if they say the same does the file count.
   */
  private void create() throws IOException {
    Path fresh = file.resolveSibling(FRESH + directory.host().pid() + "-" + System.nanoTime());
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

  LeaseRegistryException failure(String what, IOException e) {
    return new LeaseRegistryException(
        "the register of leases "
            + file
            + " "
            + what
            + ": "
            + e
            + "; make room or rights there, or choose another folder with --registry",
        e);
  }

  /** Looked up when something is to be said: setting up a logger is slow, and most never speak. */
  private static Logger log() {
    return System.getLogger(RegistryStore.class.getName());
  }
}
