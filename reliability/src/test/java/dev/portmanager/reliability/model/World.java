package dev.portmanager.reliability.model;

import dev.portmanager.spi.Presence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The state that the processes share: files, who lives, the time, and who holds which port. */
final class World {

  /** Stands for a folder in {@code names}. */
  static final int FOLDER = -1;

  final Setting setting;
  final TreeMap<String, Integer> names = new TreeMap<>();
  final List<Inode> inodes = new ArrayList<>();

  /** What stands in each journal, by its name; never changed in place. */
  final TreeMap<String, byte[]> journals = new TreeMap<>();

  /** One bit for each actor. */
  long dead;

  /** For each port one bit for each actor that was told that it has it. */
  final long[] holders;

  /** For each port until when its holder was told that it has it. */
  final long[] until;

  /** What a program wants to remember of the run, one bit each. */
  long marks;

  /** For each actor a store that others do not see yet; null on a machine that works. */
  final long[][] delayed;

  long uptimeSeconds = 1_000;
  long rootChanges;

  World(Setting setting) {
    this.setting = setting;
    this.holders = new long[setting.ports().size()];
    this.until = new long[holders.length];
    this.delayed = new long[setting.actors().size()][];
  }

  World copy() {
    World copy = new World(setting);
    copy.names.putAll(names);
    inodes.forEach(inode -> copy.inodes.add(inode.copy()));
    copy.journals.putAll(journals);
    copy.dead = dead;
    System.arraycopy(holders, 0, copy.holders, 0, holders.length);
    System.arraycopy(until, 0, copy.until, 0, until.length);
    copy.marks = marks;
    System.arraycopy(delayed, 0, copy.delayed, 0, delayed.length);
    copy.uptimeSeconds = uptimeSeconds;
    copy.rootChanges = rootChanges;
    return copy;
  }

  void kill(int actor) {
    dead |= 1L << actor;
    delayed[actor] = null;
    for (int port = 0; port < holders.length; port++) {
      if (until[port] == Long.MAX_VALUE) { // what was given for a time outlives who asked
        holders[port] &= ~(1L << actor);
      }
    }
  }

  void passTime(long seconds) {
    uptimeSeconds += seconds;
    for (int port = 0; port < holders.length; port++) {
      if (until[port] <= uptimeSeconds) {
        holders[port] = 0;
      }
    }
  }

  boolean isDead(int actor) {
    return (dead & (1L << actor)) != 0;
  }

  Presence presence(long pid) {
    for (int i = 0; i < setting.actors().size(); i++) {
      Actor actor = setting.actors().get(i);
      if (actor.pid() == pid && !isDead(i)) {
        return new Presence.Running(actor.startTime(), actor.user());
      }
    }
    return new Presence.Gone();
  }

  /** Tells whether what is known of a pid may change by itself. */
  boolean mayEnd(long pid) {
    for (int i = 0; i < setting.scheduled(); i++) {
      Actor actor = setting.actors().get(i);
      if (actor.pid() == pid && actor.mortal() && !isDead(i)) {
        return true;
      }
    }
    return false;
  }

  Inode add(Path path) {
    Inode inode = new Inode(setting.ports().size());
    names.put(path.toString(), inodes.size());
    inodes.add(inode);
    return inode;
  }

  /** Returns the number of the user in whose folder a path lies. */
  static String userOf(Path path) {
    String folder = Setting.ROOT.relativize(path).getName(0).toString();
    return folder.substring(folder.lastIndexOf('-') + 1);
  }

  long hash() {
    long hash = Hashes.mix(dead, uptimeSeconds);
    hash = Hashes.mix(Hashes.mix(hash, rootChanges), marks);
    for (Map.Entry<String, Integer> name : names.entrySet()) {
      hash = Hashes.mix(Hashes.mix(hash, name.getKey().hashCode()), name.getValue());
    }
    for (Inode inode : inodes) {
      hash = Hashes.mix(hash, inode.hash());
    }
    if (setting.readsJournals()) { // else they make no difference to anybody
      for (Map.Entry<String, byte[]> journal : journals.entrySet()) {
        hash =
            Hashes.mix(
                Hashes.mix(hash, journal.getKey().hashCode()), Hashes.of(journal.getValue()));
      }
    }
    for (int port = 0; port < holders.length; port++) {
      hash = Hashes.mix(Hashes.mix(hash, holders[port]), until[port]);
    }
    for (long[] store : delayed) {
      hash = Hashes.mix(hash, store == null ? 0 : store[2]);
    }
    return hash;
  }
}
