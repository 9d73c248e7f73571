package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.os.linux.procfs.ScanResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which descriptors hold the wanted sockets, decoded from the rows of {@link TaskFileProgram}, and
 * whether those are all there are. To be used by one thread.
 *
 * <p>Each descriptor of each table holds one reference to its file. Threads that share a table show
 * the same descriptor, so a descriptor is counted once by its table's address and its number. If as
 * many were seen as there are references, no other process holds the socket. Other references, of a
 * thread in accept(2), of io_uring, of a message that nobody has read, only leave the question
 * open.
 */
final class Holdings {

  /** One place in one table. Equality is written out: that of a record is slow at first use. */
  private static final class Place {
    private final long table;
    private final int descriptor;

    Place(long table, int descriptor) {
      this.table = table;
      this.descriptor = descriptor;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Place place && place.table == table && place.descriptor == descriptor;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(table) * 31 + descriptor;
    }
  }

  /** What is known of one socket. */
  private static final class Socket {
    final Set<Place> places = new HashSet<>(4);
    final Map<Integer, OwnerHit> owners = new HashMap<>(4);
    long references;
    boolean steady = true;

    boolean isAccountedFor() {
      return steady && places.size() == references;
    }
  }

  private final LongSet wanted;
  private final int uncounted;
  private final Map<Long, Socket> sockets = new HashMap<>();

  /**
   * Creates an object that has seen nothing.
   *
   * @param wanted the sockets' inodes; rows of others are passed over
   * @param uncounted how much a row's count of references is above the number of descriptors
   */
  Holdings(LongSet wanted, int uncounted) {
    this.wanted = wanted;
    this.uncounted = uncounted;
  }

  /**
   * Adds rows.
   *
   * @param bytes in the machine's byte order
   * @param from where the first row starts
   * @param length how many bytes of rows there are
   * @return false if one of the rows says that a table was not gone through to its end
   * @throws UnavailableException if that is not a whole number of rows, or one makes no sense
   */
  boolean decode(ByteBuffer bytes, int from, int length) throws UnavailableException {
    if (length < 0 || length % TaskFileProgram.ROW != 0 || length > bytes.capacity() - from) {
      throw new UnavailableException("the kernel gave " + length + " bytes, no whole rows");
    }
    boolean whole = true;
    for (int at = from; at < from + length; at += TaskFileProgram.ROW) {
      whole &= bytes.getInt(at + TaskFileProgram.ROW_CUT) == 0;
      long inode = bytes.getLong(at + 16);
      if (wanted.contains(inode)) {
        int process = bytes.getInt(at);
        int descriptor = bytes.getInt(at + 8);
        if (process <= 0 || descriptor < 0) {
          throw new UnavailableException(
              "the kernel gave a row of process " + process + ", descriptor " + descriptor);
        }
        long references = bytes.getLong(at + 32) - uncounted;
        add(new OwnerHit(inode, process, descriptor), bytes.getLong(at + 24), references);
      }
    }
    return whole;
  }

  private void add(OwnerHit hit, long table, long references) {
    Socket socket = sockets.get(hit.inode());
    if (socket == null) {
      socket = new Socket();
      socket.references = references;
      sockets.put(hit.inode(), socket);
    }
    // A count that changes while it is read says that somebody is at work: nothing is proved then.
    socket.steady &= socket.references == references;
    socket.places.add(new Place(table, hit.descriptor()));
    socket.owners.putIfAbsent(hit.pid(), hit);
  }

  /** Tells whether every wanted socket has an owner, and no owner but those that were seen. */
  boolean areAccountedFor() {
    if (!haveOwners()) {
      return false;
    }
    for (Socket socket : sockets.values()) {
      if (!socket.isAccountedFor()) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether every wanted socket has an owner. */
  boolean haveOwners() {
    return sockets.size() == wanted.size();
  }

  /** Forgets everything. */
  void clear() {
    sockets.clear();
  }

  /** Returns each pair of process and socket once. */
  ScanResult result() {
    List<OwnerHit> hits = new ArrayList<>();
    for (Socket socket : sockets.values()) {
      hits.addAll(socket.owners.values());
    }
    return new ScanResult(hits, 0, 0, Set.of());
  }
}
