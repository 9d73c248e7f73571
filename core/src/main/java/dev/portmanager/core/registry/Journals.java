package dev.portmanager.core.registry;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The journals of all processes that use one register: files beside it, each named after the
 * register and the process that made it. They are read only when a register must be made; what is
 * in them counts as long as the holder that it names lives.
 *
 * <p>Stateless, so safe for use by several threads. Any number of processes may write their own
 * journals meanwhile: whoever enters a lease looks afterwards whether the register is still the one
 * it was claimed in, so that a lease is either read here or claimed again by its holder.
 */
final class Journals {

  /** From so many files on, those that mean nothing any more are removed. */
  private static final int MANY = 64;

  private static final String NAME = ".held-";

  private final Path folder;
  private final String prefix;
  private final Liveness liveness;

  Journals(Path register, Liveness liveness) {
    this.folder =
        requireNonNull(register.toAbsolutePath().getParent(), "a register is in a folder");
    this.prefix = register.getFileName() + NAME;
    this.liveness = liveness;
  }

  /** Makes an empty journal of this process, which others may read but not write. */
  Path create() throws IOException {
    String[] names = names();
    if (names.length >= MANY) {
      sweep(names);
    }
    Path path = folder.resolve(prefix + AuthoredName.of(liveness.ownWord()));
    if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null) {
      return Files.createFile(path);
    }
    FileAttribute<?> mode =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));
    return Files.createFile(path, mode);
  }

  /**
   * Lists the journals.
   *
   * @throws IOException if that fails: to take it for "none" would give ports away that are held
   */
  private String[] names() throws IOException {
    String[] all = folder.toFile().list();
    if (all == null) { // it does not say why
      all = namesOrReason();
    }
    List<String> names = new ArrayList<>();
    for (String name : all) {
      if (name.startsWith(prefix)) {
        names.add(name);
      }
    }
    return names.toArray(new String[0]);
  }

  private String[] namesOrReason() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        names.add(String.valueOf(file.getFileName()));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names.toArray(new String[0]);
  }

  /** Returns the leases whose holders live: of each port the one that holds. */
  Map<Integer, JournalEntry> live() throws IOException {
    Map<Integer, JournalEntry> live = new HashMap<>();
    for (String name : names()) {
      for (JournalEntry entry : live(read(folder.resolve(name)))) {
        live.merge(entry.claim().port(), entry, JournalEntry::orNewer);
      }
    }
    return live;
  }

  private List<JournalEntry> live(byte[] journal) {
    List<JournalEntry> live = new ArrayList<>();
    for (int at = 0; at < journal.length; at += JournalEntry.SIZE) {
      Optional<JournalEntry> entry = JournalEntry.decode(journal, at);
      if (entry.isPresent() && liveness.lives(entry.get().claim().word())) {
        live.add(entry.get());
      }
    }
    return live;
  }

  /**
   * Takes a lease out of whichever journal it stands in. Its holder may write to that place at the
   * same moment; then one entry is missing, and that lease is protected by the register alone.
   */
  void strike(long id) throws IOException {
    for (String name : names()) {
      Path path = folder.resolve(name);
      byte[] journal = read(path);
      for (int at = 0; at < journal.length; at += JournalEntry.SIZE) {
        Optional<JournalEntry> entry = JournalEntry.decode(journal, at);
        if (entry.isPresent() && entry.get().claim().record().id() == id) {
          free(path, at);
        }
      }
    }
  }

  private static void free(Path path, int at) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      try (RandomAccessFile out = new RandomAccessFile(path.toFile(), "rw")) {
        out.seek(at);
        out.write(JournalEntry.free());
      }
    }
  }

  /** A journal of a process that lives may be written to at any moment, whatever stands in it. */
  private void sweep(String[] names) throws IOException {
    for (String name : names) {
      Path path = folder.resolve(name);
      if (!liveness.lives(AuthoredName.author(name, prefix)) && live(read(path)).isEmpty()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static byte[] read(Path path) throws IOException {
    try {
      return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          ? Files.readAllBytes(path)
          : new byte[0];
    } catch (NoSuchFileException e) {
      return new byte[0]; // closed meanwhile
    }
  }
}
