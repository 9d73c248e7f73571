package dev.portmanager.reliability.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Goes through every interleaving of the steps of a scenario's processes, with each of them killed
 * at any step or not at all. A state that was seen before, by a hash of 64 bits, is not gone
 * through again. Wherever nobody can take a step any more, a fresh process of each user must get
 * each port.
 */
final class Explorer {

  /** The programs lease for seconds. */
  private static final long ALL_TIMED_LEASES = 1_000;

  private final Setting setting;
  private final List<Runnable> programs = new ArrayList<>();
  private final LongSet seen = new LongSet();
  private final LongSet ends = new LongSet();
  private final Deque<String> path = new ArrayDeque<>();
  private final long limit;
  private long steps;

  /**
   * What was found.
   *
   * @param states how many states there are
   * @param steps how many steps lead from one to another
   * @param ends in how many of them nobody can go on
   * @param violation what must not be, and the steps that lead to it; empty if nothing was found
   */
  record Outcome(long states, long steps, long ends, Optional<String> violation) {}

  /** The search ends here. */
  private static final class Found extends Exception {
    private static final long serialVersionUID = 1;

    Found(String message) {
      super(message);
    }
  }

  Explorer(Setting setting, Mutation mutation, long limit) {
    this.setting = setting;
    this.limit = limit;
    Rewriting loader = new Rewriting(mutation);
    setting.actors().forEach(actor -> programs.add(loader.program(actor.program())));
  }

  Outcome explore(World start) {
    Optional<String> violation = Optional.empty();
    Local[] locals = new Local[setting.scheduled()];
    try {
      for (int actor = 0; actor < locals.length; actor++) {
        locals[actor] = turn(start, actor, Local.NEW, 0);
      }
      from(start, locals);
    } catch (Found e) {
      violation = Optional.of(String.valueOf(e.getMessage()));
    }
    return new Outcome(seen.size(), steps, ends.size(), violation);
  }

  private void from(World world, Local[] locals) throws Found {
    if (!seen.add(hash(world, locals))) {
      return;
    }
    if (seen.size() > limit) {
      throw new Found("more than " + limit + " states");
    }
    boolean end = true;
    for (int actor = 0; actor < locals.length; actor++) {
      if (locals[actor].state() != Local.State.RUNNING) {
        continue;
      }
      end = false;
      path.addLast(setting.actors().get(actor).name() + ": " + locals[actor].next());
      World after = world.copy();
      go(after, locals, actor, turn(after, actor, locals[actor], 1));
      path.removeLast();
      if (setting.actors().get(actor).mortal()) {
        path.addLast(setting.actors().get(actor).name() + " is killed");
        World without = world.copy();
        without.kill(actor);
        go(without, locals, actor, Local.KILLED);
        path.removeLast();
      }
    }
    if (end && ends.add(world.hash())) {
      leavesNothing(world);
    }
  }

  private void go(World world, Local[] locals, int actor, Local next) throws Found {
    steps++;
    Local[] after = locals.clone();
    after[actor] = next;
    from(world, after);
  }

  private Local turn(World world, int actor, Local from, int budget) throws Found {
    try {
      return new Turn(world, actor, from, budget).take(programs.get(actor));
    } catch (Violation e) {
      throw new Found(e.getMessage() + report());
    } catch (RuntimeException e) {
      throw new Found(e + report());
    }
  }

  private String report() {
    return "\n  " + String.join("\n  ", path);
  }

  /** Those who look in the end do so one after the other. */
  private void leavesNothing(World world) throws Found {
    World end = world.copy();
    end.passTime(ALL_TIMED_LEASES);
    for (int actor = setting.scheduled(); actor < setting.actors().size(); actor++) {
      if (setting.actors().get(actor).program().equals("Successor")) {
        path.addLast("in the end " + setting.actors().get(actor).name());
        turn(end, actor, Local.NEW, Integer.MAX_VALUE);
        path.removeLast();
      }
    }
  }

  private static long hash(World world, Local[] locals) {
    long hash = world.hash();
    for (Local local : locals) {
      hash = Hashes.mix(Hashes.mix(hash, local.hash()), local.state().weight);
    }
    return hash;
  }
}
