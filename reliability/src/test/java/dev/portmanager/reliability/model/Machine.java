package dev.portmanager.reliability.model;

import dev.portmanager.spi.Presence;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** The world as one process sees and changes it. Its calls are to be made in steps. */
public final class Machine {

  private static final int SLOT = 16;
  private static final int RECORD = 256;
  private static final int HALF = RECORD / 2;

  private final World world;
  private final int actor;

  Machine(World world, int actor) {
    this.world = world;
    this.actor = actor;
  }

  private Actor self() {
    return world.setting.actors().get(actor);
  }

  /** Tells whether another process may change, or see, what stands under a name. */
  public boolean isWatched(Path path) {
    return isJournal(path)
        ? world.setting.readsJournals()
        : !world.setting.still() && !path.toString().contains(".new-");
  }

  /** Tells whether a path is that of a journal, which lies beside a register. */
  public static boolean isJournal(Path path) {
    return path.toString().contains(".held-");
  }

  /** Tells whether a process looks into the journals of others. */
  public boolean readsJournals() {
    return world.setting.readsJournals();
  }

  /** Makes an empty journal. */
  public void makeJournal(Path path) throws IOException {
    if (world.journals.putIfAbsent(path.toString(), new byte[0]) != null) {
      throw new FileAlreadyExistsException(path.toString());
    }
  }

  /** Returns the names of the journals in a folder. */
  public String[] journals(Path folder) {
    return world.journals.keySet().stream()
        .map(Path::of)
        .filter(path -> folder.equals(path.getParent()))
        .map(path -> path.getFileName().toString())
        .toArray(String[]::new);
  }

  /** Returns what stands in a journal. */
  public byte[] journal(Path path) throws IOException {
    byte[] journal = world.journals.get(path.toString());
    if (journal == null) {
      throw new NoSuchFileException(path.toString());
    }
    return journal.clone();
  }

  /** Writes into a journal; one that was removed while it was open is seen by nobody. */
  public void writeJournal(Path path, int at, byte[] bytes) {
    byte[] journal = world.journals.get(path.toString());
    if (journal != null) {
      byte[] after = Arrays.copyOf(journal, Math.max(journal.length, at + bytes.length));
      System.arraycopy(bytes, 0, after, at, bytes.length);
      world.journals.put(path.toString(), after);
    }
  }

  /** Tells whether another process writes this process's register. */
  public boolean isShared() {
    return world.setting.isShared(self().user());
  }

  /** Returns the process's pid. */
  public long pid() {
    return self().pid();
  }

  /** Returns when the process started. */
  public long startTime() {
    return self().startTime();
  }

  /** Returns the number of the process's user. */
  public String user() {
    return self().user();
  }

  /** Tells what is known of a process. */
  public Presence presence(long pid) {
    return world.presence(pid);
  }

  /** Tells whether what is known of a process may change by itself. */
  public boolean mayEnd(long pid) {
    return pid != pid() && world.mayEnd(pid);
  }

  /** Returns the time since the machine started. */
  public Duration uptime() {
    return Duration.ofSeconds(world.uptimeSeconds);
  }

  /** Lets time pass, which ends what was given for a time. */
  public void passes(Duration time) {
    world.passTime(time.toSeconds());
  }

  /** Remembers something of the run. */
  public boolean mark(int bit) {
    world.marks |= 1L << bit;
    return true;
  }

  /** Tells whether something was remembered. */
  public boolean isMarked(int bit) {
    return (world.marks & (1L << bit)) != 0;
  }

  /** Tells whether the time may change. */
  public boolean hasClock() {
    return world.setting.actors().stream().anyMatch(a -> a.program().equals("ClockTick"));
  }

  /** Returns how often the list of users was changed. */
  public long rootChanges() {
    return world.rootChanges;
  }

  /** Returns which users have a folder. */
  public String[] folders() {
    return world.names.entrySet().stream()
        .filter(name -> name.getValue() == World.FOLDER)
        .map(name -> name.getKey().substring(Setting.ROOT.toString().length() + 1))
        .toArray(String[]::new);
  }

  /** Makes a folder. */
  public void makeFolder(Path path) throws IOException {
    if (world.names.putIfAbsent(path.toString(), World.FOLDER) != null) {
      throw new FileAlreadyExistsException(path.toString());
    }
    world.rootChanges++;
  }

  /** Returns what stands under a name: the number of a file, or less than 0 for a folder. */
  public int find(Path path) throws IOException {
    Integer inode = world.names.get(path.toString());
    if (inode == null) {
      throw new NoSuchFileException(path.toString());
    }
    return inode;
  }

  /** Tells whether something stands under a name. */
  public boolean exists(Path path) {
    return path.equals(Setting.ROOT)
        || world.names.containsKey(path.toString())
        || world.journals.containsKey(path.toString());
  }

  /** Opens a file, making it if there is none. */
  public int openOrMake(Path path) throws IOException {
    if (!exists(path)) {
      world.add(path);
    }
    return find(path);
  }

  /** Gives a file a second name. */
  public void link(Path link, Path existing) throws IOException {
    if (world.names.putIfAbsent(link.toString(), find(existing)) != null) {
      throw new FileAlreadyExistsException(link.toString());
    }
  }

  /** Renames a file. */
  public void rename(Path from, Path to) throws IOException {
    int inode = find(from);
    world.names.remove(from.toString());
    world.names.put(to.toString(), inode);
  }

  /** Removes a name; tells whether there was one. */
  public boolean remove(Path path) {
    return world.names.remove(path.toString()) != null
        || world.journals.remove(path.toString()) != null;
  }

  /** Returns a file's length. */
  public long length(int inode) {
    return inode == World.FOLDER ? 4096 : world.inodes.get(inode).length;
  }

  /** Sets a file's length. */
  public void setLength(int inode, long length) {
    world.inodes.get(inode).length = length;
  }

  /** Returns a file's first bytes. */
  public byte[] head(int inode) {
    return world.inodes.get(inode).head.clone();
  }

  /** Writes a file's first bytes. */
  public void setHead(int inode, byte[] head) {
    world.inodes.get(inode).head = head;
    world.inodes.get(inode).length = head.length;
  }

  /** Writes some of a file's first bytes. */
  public void patchHead(int inode, int at, byte[] bytes) {
    byte[] head = head(inode);
    System.arraycopy(bytes, 0, head, at, bytes.length);
    world.inodes.get(inode).head = head;
  }

  /** Returns the index of a port that may be used; less than 0 for any other. */
  public int index(long port) {
    return world.setting.ports().indexOf((int) port);
  }

  /** Reads one half of a port's slot. */
  public long slot(int inode, int offset) {
    long[] store = world.delayed[actor];
    return store != null && store[0] == inode && store[1] == offset
        ? store[2]
        : read(world.inodes.get(inode), offset);
  }

  private long read(Inode file, int offset) {
    int index = index(offset / SLOT);
    return offset % SLOT == 0 ? file.words[index] : file.traces[index];
  }

  private void write(Inode file, int offset, long value) {
    int index = index(offset / SLOT);
    if (offset % SLOT == 0) {
      file.words[index] = value;
    } else {
      file.traces[index] = value;
    }
  }

  /** Compares one half of a port's slot and sets it. */
  public boolean replace(int inode, int offset, long expected, long value) {
    seeOwnStore();
    Inode file = world.inodes.get(inode);
    boolean blind = has(Setting.Flaw.BLIND_CLEAR) && offset % SLOT == 0 && value == 0;
    if (read(file, offset) != expected && !blind) {
      return false;
    }
    if (has(Setting.Flaw.DELAYED_STORE) && expected == 0) {
      world.delayed[actor] = new long[] {inode, offset, value};
    } else {
      write(file, offset, value);
    }
    return true;
  }

  /** Sets one half of a port's slot. */
  public void set(int inode, int offset, long value) {
    write(world.inodes.get(inode), offset, value);
  }

  /** Tells whether the machine is broken in some way. */
  public boolean has(Setting.Flaw flaw) {
    return world.setting.flaw() == flaw;
  }

  private void seeOwnStore() {
    long[] store = world.delayed[actor];
    if (store != null) {
      write(world.inodes.get((int) store[0]), (int) store[1], store[2]);
      world.delayed[actor] = null;
    }
  }

  /** Reads a port's record. */
  public byte[] record(int inode, int port) {
    byte[] record = new byte[RECORD];
    for (int half = 0; half < 2; half++) {
      byte[] bytes = world.inodes.get(inode).records[2 * index(port) + half];
      if (bytes != null) {
        System.arraycopy(bytes, 0, record, half * HALF, HALF);
      }
    }
    return record;
  }

  /** Writes one half of a port's record. */
  public void setRecord(int inode, int port, int half, byte[] bytes) {
    seeOwnStore();
    world.inodes.get(inode).records[2 * index(port) + half] = bytes;
  }

  /** Reads both halves of a port's slot in another's register. */
  public long[] foreignSlot(int inode, int port) {
    Inode file = world.inodes.get(inode);
    return new long[] {file.words[index(port)], file.traces[index(port)]};
  }

  /** Notes that the process was told that a port is its own. */
  void holds(int port, long until) {
    int index = index(port);
    if (until <= world.uptimeSeconds) {
      return;
    }
    if ((world.holders[index] & ~(1L << actor)) != 0) {
      int other = Long.numberOfTrailingZeros(world.holders[index]);
      throw new Violation(
          self().name()
              + " was given port "
              + port
              + ", which "
              + world.setting.actors().get(other).name()
              + " holds");
    }
    world.holders[index] |= 1L << actor;
    world.until[index] = until;
  }

  /** Notes that a port was given for a time. */
  void givenForTime(int port, long until) {
    if (until <= world.uptimeSeconds) {
      return;
    }
    int index = index(port);
    for (int other = 0; other < world.setting.scheduled(); other++) {
      boolean timed = world.setting.actors().get(other).program().equals(self().program());
      if ((world.holders[index] & (1L << other)) != 0 && !timed) {
        throw new Violation(self().name() + " was given port " + port + ", which is held");
      }
    }
    world.holders[index] |= 1L << actor;
    world.until[index] = Math.max(until, world.until[index]);
  }

  /** Notes that the process gives a port back, or was told that it has lost it. */
  void letsGo(int port) {
    world.holders[index(port)] &= ~(1L << actor);
  }

  /** Tells whether a port is held. */
  public boolean isHeld(int port) {
    return world.holders[index(port)] != 0;
  }
}
