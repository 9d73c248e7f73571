package dev.portmanager.core.registry;

import dev.portmanager.LeaseRegistryException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens a user's register, making it where there is none and setting a damaged one aside.
 *
 * <p>Not safe for use by several threads; any number of processes may open at once.
 */
final class RegistryStore {

  private static final int ATTEMPTS = 400;

  /** So often is looked whether a maker has finished, before another takes its place. */
  private static final int PATIENCE = 10;

  private static final long MAKING_NANOS = 5_000_000;

  private final SafeDirectory directory;
  private final Path file;
  private final Journals journals;
  private final Liveness liveness;

  RegistryStore(SafeDirectory directory, String fileName, Liveness liveness) {
    this.directory = directory;
    this.file = directory.path().resolve(fileName);
    this.journals = new Journals(file, liveness);
    this.liveness = liveness;
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
    FoundRegister found = find();
    boolean accepted = false;
    try {
      if (found.content() == RegistryHeader.Content.WHOLE) {
        RegistryFile register = found.accept();
        accepted = true;
        return register;
      }
      clear(found, attempt);
    } finally {
      if (!accepted) {
        found.close();
      }
    }
    throw new NoSuchFileException(file.toString());
  }

  /** Apart from the way of every start, which need not load what this takes. */
  private void clear(FoundRegister found, int attempt) throws IOException {
    switch (found.content()) {
      case NEWER ->
          throw new LeaseRegistryException(
              "the register of leases "
                  + file
                  + " was made by a newer version of Port Manager: use that version, or choose"
                  + " another folder with --registry");
      case UNFINISHED -> awaitMaker(found, attempt);
      case DAMAGED -> new SetAside(file).keep(found);
      case WHOLE -> throw new IllegalArgumentException(file + " is whole");
    }
  }

  private FoundRegister find() throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      new NewRegister(file, journals, liveness).make();
    }
    return FoundRegister.at(file);
  }

  /** Whoever makes a register is at it for a millisecond, unless it was killed or stopped. */
  private void awaitMaker(FoundRegister unfinished, int attempt) throws IOException {
    LockSupport.parkNanos(MAKING_NANOS);
    if (attempt % PATIENCE == PATIENCE - 1) {
      new SetAside(file).remove(unfinished);
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
