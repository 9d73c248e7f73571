package dev.portmanager.core.registry;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one process has leased, in a file of its own beside the register, for whoever must make the
 * register anew while that process does nothing, is stopped, or has become another program. There
 * is no such file before the first lease.
 *
 * <p>Each lease has a place of 280 bytes, in little-endian order; a place that does not fit
 * together is free:
 *
 * <pre>
 *   0  port and id       8   the port, exclusive-or the record's id
 *   8  claim word        8   may end later than the record's, if the lease was prolonged
 *  16  register          8   since when the register counts in which the lease was won
 *  24  record          256   {@link LeaseRecord}
 * </pre>
 *
 * <p>Safe for use by several threads: the lock {@code this} guards everything, and is held for a
 * few system calls on that file.
 */
final class Journal implements AutoCloseable {

  private final Journals beside;

  /** By port: who leases a port again has given up what it had there. */
  private final Map<Integer, Place> places = new HashMap<>();

  private final BitSet taken = new BitSet();
  private @Nullable Path path;
  private @Nullable RandomAccessFile file;

  /** Where the lease of an id stands. */
  private record Place(int index, long id) {

    long offset() {
      return (long) index * JournalEntry.SIZE;
    }
  }

  Journal(Journals beside) {
    this.beside = beside;
  }

  /** Writes a lease, over what stands there of the same port. */
  synchronized void enter(Claim claim, long since) throws IOException {
    RandomAccessFile out = file == null ? open() : file;
    Place known = places.get(claim.port());
    Place place =
        new Place(known == null ? taken.nextClearBit(0) : known.index(), claim.record().id());
    out.seek(place.offset());
    out.write(new JournalEntry(claim, since).encode());
    places.put(claim.port(), place);
    taken.set(place.index());
  }

  private RandomAccessFile open() throws IOException {
    Path fresh = beside.create();
    RandomAccessFile out = new RandomAccessFile(fresh.toFile(), "rw");
    path = fresh;
    file = out;
    return out;
  }

  /** Takes a lease out, if it stands here. */
  synchronized void strike(Claim claim) throws IOException {
    Place place = places.get(claim.port());
    if (place != null && place.id() == claim.record().id() && file != null) {
      file.seek(place.offset());
      file.write(JournalEntry.free());
      places.remove(claim.port());
      taken.clear(place.index());
    }
  }

  /** Tells whether another process took out a lease that was written here. */
  synchronized boolean wasStruck(Claim claim) throws IOException {
    Place place = places.get(claim.port());
    if (place == null || place.id() != claim.record().id() || file == null) {
      return false;
    }
    byte[] free = JournalEntry.free();
    byte[] stands = new byte[free.length];
    file.seek(place.offset());
    return file.read(stands) == stands.length && Arrays.equals(stands, free);
  }

  /** Writes a new file, since the one before may have vanished with the register. */
  synchronized void writeAnew(Collection<Claim> claims, long since) throws IOException {
    RandomAccessFile oldFile = file;
    Path oldPath = path;
    file = null;
    path = null;
    places.clear();
    taken.clear();
    try {
      for (Claim claim : claims) {
        enter(claim, since);
      }
    } finally {
      if (oldFile != null && oldPath != null) {
        oldFile.close();
        Files.deleteIfExists(oldPath);
      }
    }
  }

  /** Closes the file; one without leases is removed, another lives as long as they do. */
  @Override
  public synchronized void close() throws IOException {
    if (file == null || path == null) {
      return;
    }
    file.close();
    if (places.isEmpty()) {
      Files.deleteIfExists(path);
    }
    file = null;
    path = null;
    places.clear();
    taken.clear();
  }
}
