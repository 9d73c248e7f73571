package dev.portmanager.reliability.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Some processes on a machine, to be explored.
 *
 * @param name what it is called in a report
 * @param actors the processes that take part
 * @param start what is there before they begin
 * @param flaw what is wrong with the machine
 * @param mutation what is wrong with the register
 */
record Scenario(
    String name, List<Actor> actors, Start start, Setting.Flaw flaw, Mutation mutation) {

  private static final int PORT = 8050;
  private static final long MOST_STATES = 3_000_000;

  /** What is there before the processes begin. */
  enum Start {
    /** No folder, no file. */
    NOTHING,
    /** A register of each user in which nothing was ever leased. */
    EMPTY,
    /** A register of each user that names a process which was killed with a lease. */
    LEASE_OF_DEAD,
    /** A register of each user that names a process which was killed before its commit. */
    CLAIM_OF_DEAD
  }

  static Scenario of(String name, Start start, Actor... actors) {
    return new Scenario(name, List.of(actors), start, Setting.Flaw.NONE, Mutation.NONE);
  }

  Scenario with(Setting.Flaw broken) {
    return new Scenario(name, actors, start, broken, mutation);
  }

  Scenario with(Mutation broken) {
    return new Scenario(name, actors, start, flaw, broken);
  }

  @Override
  public String toString() {
    boolean whole = flaw == Setting.Flaw.NONE && mutation.equals(Mutation.NONE);
    return name + " (" + start + ")" + (whole ? "" : " " + flaw + " " + mutation);
  }

  Explorer.Outcome explore() {
    Set<String> users = new TreeSet<>();
    actors.stream().filter(Actor::mortal).forEach(actor -> users.add(actor.user()));
    List<Actor> all = new ArrayList<>(actors);
    for (String user : users) {
      all.add(Actor.of(user, 900 + Long.parseLong(user), "Successor"));
    }
    String founder = start == Start.LEASE_OF_DEAD ? "Lease" : "ClaimOnly";
    for (String user : users) {
      all.add(Actor.of(user, 800 + Long.parseLong(user), start == Start.EMPTY ? "Open" : founder));
    }
    boolean still = start != Start.NOTHING;
    Setting setting = new Setting(all, actors.size(), List.of(PORT), still, flaw);
    return new Explorer(setting, mutation, MOST_STATES).explore(world(setting));
  }

  private World world(Setting setting) {
    World world = new World(setting);
    Rewriting loader = new Rewriting(Mutation.NONE);
    for (int actor = actors.size(); actor < setting.actors().size(); actor++) {
      String program = setting.actors().get(actor).program();
      if (!program.equals("Successor")) {
        if (start != Start.NOTHING) {
          new Turn(world, actor, Local.NEW, Integer.MAX_VALUE).take(loader.program(program));
          // The next user's founder must not be kept from the port by this one.
          world.kill(actor);
        }
        world.kill(actor);
      }
    }
    world.rootChanges = 0;
    return world;
  }
}
