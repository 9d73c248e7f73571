package dev.portmanager.core.registry;

import dev.portmanager.LeaseRegistryException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * This user's register, whichever file that is now: one that vanished, was replaced or cut short is
 * noticed at the next use, and what this process holds is claimed again in the new one. Used after
 * {@link #close}, it is opened again.
 *
 * <p>A process that does nothing enters nothing, so each also has a {@link Journal}: whoever makes
 * the new file reads the journals of all.
 *
 * <p>Safe for use by several threads. The lock {@code reopening} guards the change from one file to
 * the next; {@code held} has the claims of this process, by port.
 */
final class OwnRegister implements AutoCloseable {

  private final RegistryStore store;
  private final ReentrantLock reopening = new ReentrantLock();
  private final Map<Integer, Claim> held = new ConcurrentHashMap<>();
  private final Journal journal;
  private volatile RegistryFile file;

  OwnRegister(RegistryStore store) {
    this.store = store;
    this.journal = new Journal(store.journals());
    this.file = store.open();
  }

  RegistryStore store() {
    return store;
  }

  /** Returns the file as it is now. */
  RegistryFile current() {
    RegistryFile seen = file;
    return isCurrent(seen) ? seen : reopen(seen);
  }

  /**
   * Returns the file as it was at the last look, without a system call: for a hint, or where {@link
   * #current} follows before anybody relies on what was done.
   */
  RegistryFile latest() {
    return file;
  }

  /** Tells whether a file is still the register. */
  boolean isCurrent(RegistryFile seen) {
    try {
      return seen == file && seen.isCurrent();
    } catch (IOException e) {
      throw store.failure("cannot be looked at", e);
    }
  }

  private RegistryFile reopen(RegistryFile stale) {
    reopening.lock();
    try {
      if (file != stale) {
        return file;
      }
      List<Claim> lost = new ArrayList<>();
      boolean current = false;
      while (!current) {
        RegistryFile fresh = store.open();
        Optional<List<Claim>> taken = enterAll(fresh);
        if (taken.isPresent()) {
          tell(stale, taken.get());
          lost.addAll(taken.get());
          file = fresh;
          close(stale);
          stale = fresh;
          current = settle(fresh, lost);
        } else {
          close(fresh); // it vanished meanwhile, too
        }
      }
      return file;
    } catch (IOException e) {
      throw store.failure("has a journal that cannot be written", e);
    } finally {
      reopening.unlock();
    }
  }

  /**
   * Writes the journal for a new file; tells whether that is still the register. Whoever made it
   * may have read in our journal what we had lost before.
   */
  private boolean settle(RegistryFile fresh, List<Claim> lost) throws IOException {
    try {
      journal.writeAnew(held.values(), fresh.since());
      for (Claim claim : lost) {
        clear(fresh, claim);
      }
    } catch (CutShortException e) {
      e.log();
    }
    return fresh.isCurrent();
  }

  /** Takes a claim that is forgotten out of a register that was made meanwhile. */
  void clear(RegistryFile fresh, Claim claim) {
    if (stands(fresh, claim)) {
      fresh.replaceWord(claim.port(), claim.word(), ClaimWord.NOBODY);
    }
  }

  /** Returns what others hold by now; empty if the file is not the register any more. */
  private Optional<List<Claim>> enterAll(RegistryFile fresh) throws IOException {
    List<Claim> lost = new ArrayList<>();
    try {
      for (Claim claim : List.copyOf(held.values())) {
        if (journal.wasStruck(claim)) {
          held.remove(claim.port(), claim); // another process has released it
        } else if (!enterAgain(fresh, claim)) {
          lost.add(claim);
        }
      }
    } catch (CutShortException e) {
      e.log();
    }
    return fresh.isCurrent() ? Optional.of(lost) : Optional.empty();
  }

  private boolean enterAgain(RegistryFile fresh, Claim claim) {
    long standing = fresh.word(claim.port());
    if (ClaimWord.sameHolder(claim.word(), standing) && stands(fresh, claim)) {
      return true; // the same file opened again, or made by another from our journal
    }
    boolean entered = fresh.replaceWord(claim.port(), ClaimWord.NOBODY, claim.word());
    if (entered) {
      write(fresh, claim);
    }
    return entered;
  }

  private void tell(RegistryFile stale, List<Claim> lost) {
    if (!stale.isClosed()) {
      log()
          .log(
              Level.WARNING,
              "the register of leases {0} was removed or replaced under its users; leases of this"
                  + " process that were entered again: {1}",
              store.file(),
              held.size() - lost.size());
    }
    for (Claim claim : lost) {
      held.remove(claim.port(), claim);
      log()
          .log(
              Level.WARNING,
              "the lease of port {0} to {1} is lost: while the register of leases was gone, another"
                  + " process leased the port",
              Integer.toString(claim.port()),
              claim.record().app());
    }
  }

  /**
   * Keeps a claim for the case that the file vanishes.
   *
   * @param claimedIn the file in which it was claimed
   * @return false if that is not the register any more, so that the claim is worth nothing
   */
  boolean keep(RegistryFile claimedIn, Claim claim) {
    reopening.lock();
    try {
      if (file != claimedIn) {
        return false;
      }
      held.put(claim.port(), claim);
      return true;
    } finally {
      reopening.unlock();
    }
  }

  /** Writes what others are to see of a claim. */
  void write(RegistryFile into, Claim claim) {
    try {
      into.writeRecord(claim.port(), claim.record().encode());
    } catch (IOException e) {
      if (into != file) {
        return; // closed, since it was replaced: the claim was entered in the next file
      }
      throw store.failure("cannot be written", e);
    }
    long leased = Trace.leased(Trace.hash(claim.record().app()));
    long trace = into.trace(claim.port());
    while (!into.replaceTrace(claim.port(), trace, leased)) {
      trace = into.trace(claim.port()); // somebody noted the end of the lease before
    }
  }

  /** Forgets a claim; tells whether this process had it. */
  boolean forget(Claim claim) {
    reopening.lock();
    try {
      journal.strike(claim);
      return held.remove(claim.port(), claim);
    } catch (IOException e) {
      throw store.failure("has a journal that cannot be written", e);
    } finally {
      reopening.unlock();
    }
  }

  /**
   * Enters a lease in the journal of this process, so that whoever makes the register anew enters
   * it there. To be followed by {@link #current}: what vanished before was made without it.
   */
  void enter(RegistryFile wonIn, Claim claim) {
    reopening.lock();
    try {
      if (file == wonIn) { // else it was written with all others
        journal.enter(claim, wonIn.since());
      }
    } catch (IOException e) {
      throw store.failure("has a journal that cannot be written", e);
    } finally {
      reopening.unlock();
    }
  }

  boolean has(Claim claim) {
    return claim.equals(held.get(claim.port()));
  }

  /** Tells whether the record of a claim's port is the claim's, by its random id. */
  boolean stands(RegistryFile in, Claim claim) {
    try {
      return in.readId(claim.port()) == claim.record().id();
    } catch (IOException e) {
      if (in != file) {
        return false; // closed, since it was replaced: nothing in it counts any more
      }
      throw store.failure("cannot be read", e);
    }
  }

  /** Reads the record of a port, whoever's it is. */
  Optional<LeaseRecord> anyRecord(RegistryFile from, int port) {
    try {
      return LeaseRecord.decode(from.readRecord(port));
    } catch (IOException e) {
      if (from != file) {
        return Optional.empty(); // closed, since it was replaced: nothing in it counts any more
      }
      throw store.failure("cannot be read", e);
    }
  }

  private void close(RegistryFile stale) {
    try {
      stale.close();
    } catch (IOException e) {
      log().log(Level.DEBUG, "closing a register of leases failed", e);
    }
  }

  @Override
  public void close() {
    reopening.lock();
    try {
      journal.close();
      file.close();
    } catch (IOException e) {
      throw new LeaseRegistryException("closing the register of leases failed: " + e, e);
    } finally {
      reopening.unlock();
    }
  }

  /** Looked up when something is to be said: setting up a logger is slow, and most never speak. */
  private static Logger log() {
    return System.getLogger(OwnRegister.class.getName());
  }
}
