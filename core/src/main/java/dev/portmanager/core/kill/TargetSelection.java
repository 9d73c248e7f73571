package dev.portmanager.core.kill;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome.Result;
import dev.portmanager.ProcessInfo;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Pins and checks the processes of one attempt before any of them is sent anything. Whatever is
 * found against one is its outcome; the others go on.
 */
final class TargetSelection {

  private static final System.Logger LOG = System.getLogger(PortFreer.class.getName());

  private final ProcessKiller backEnd;
  private final Guards guards;
  private final KillOptions options;
  private final KillClock clock;

  TargetSelection(ProcessKiller backEnd, Guards guards, KillOptions options, KillClock clock) {
    this.backEnd = backEnd;
    this.guards = guards;
    this.options = options;
    this.clock = clock;
  }

  /**
   * Adds the owners of a port and, where asked for, their descendants.
   *
   * @param owners the owners in the order in which to end them
   * @param port the port that they held at the look-up
   * @param targets where to add each as soon as it is pinned, so that every pin can be given back
   *     whatever happens; those still pending in the end may be sent signals
   */
  void select(List<ProcessInfo> owners, int port, List<Target> targets) {
    for (ProcessInfo owner : owners) {
      Target target = new Target(owner, clock);
      targets.add(target);
      if (pin(target) && isExpected(target) && stillListens(target, port)) {
        markIfDry(target);
      }
    }
    if (options.descendants()) {
      addDescendants(targets);
    }
  }

  /** Pins a process and asks the guards, before and after; returns whether it stays pending. */
  private boolean pin(Target target) {
    Optional<String> refusal = guards.refusal(target.process());
    if (refusal.isPresent()) {
      target.settle(Result.REFUSED, refusal.get());
      return false;
    }
    try {
      Optional<PinnedProcess> pin = backEnd.pin(target.process().pid());
      if (pin.isEmpty()) {
        target.settle(Result.ALREADY_GONE, "it had ended before anything was sent to it");
        return false;
      }
      target.pinned(pin.get());
      guards.refusal(pin.get()).ifPresent(reason -> target.settle(Result.REFUSED, reason));
    } catch (RuntimeException e) {
      target.settle(Result.DENIED, KillReasons.notPinned(e));
    }
    return target.isPending();
  }

  private boolean isExpected(Target target) {
    OptionalLong expected = options.expectedPid();
    if (expected.isPresent() && expected.getAsLong() != target.process().pid()) {
      target.settle(
          Result.REFUSED,
          "only pid "
              + expected.getAsLong()
              + " was to be ended: look again who holds the port, or leave out the expected pid");
    }
    return target.isPending();
  }

  /** Looks again, now that the pid can't pass on to another process. */
  private boolean stillListens(Target target, int port) {
    try {
      if (!target.pin().listensOn(options.protocol(), port)) {
        target.settle(
            Result.ALREADY_GONE, "it no longer listens on " + options.protocol() + " port " + port);
      }
    } catch (RuntimeException e) {
      target.settle(Result.DENIED, KillReasons.notPinned(e));
    }
    return target.isPending();
  }

  private void markIfDry(Target target) {
    if (options.dryRun()) {
      target.settle(Result.WOULD_KILL, "dry run: nothing was sent");
    }
  }

  /** Adds the descendants of those who may be ended, each generation before the next. */
  private void addDescendants(List<Target> targets) {
    Deque<Target> parents = new ArrayDeque<>();
    Set<Long> known = new HashSet<>();
    for (Target target : targets) {
      known.add(target.process().pid());
      if (mayBeEnded(target)) {
        parents.add(target);
      }
    }
    while (!parents.isEmpty()) {
      Target parent = parents.remove();
      for (long pid : childrenOf(parent)) {
        if (known.add(pid)) {
          Target child = new Target(ProcessInfo.builder(pid).build(), clock);
          targets.add(child);
          if (pin(child) && isChild(child, parent.process())) {
            markIfDry(child);
          }
          if (mayBeEnded(child)) {
            parents.add(child);
          }
        }
      }
    }
  }

  private static boolean mayBeEnded(Target target) {
    return target.isPending() || target.has(Result.WOULD_KILL);
  }

  private List<Long> childrenOf(Target parent) {
    try {
      return backEnd.childrenOf(parent.process().pid());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "cannot list the children of " + parent.process(), e);
      parent.remark("its children are left alone: they cannot be listed: " + KillReasons.text(e));
      return List.of();
    }
  }

  /**
   * Checks, now that it is pinned, that a process is a child of the one whose children were listed,
   * and not one that got the pid of a child or that names as its parent the pid of an earlier
   * process, as happens on Windows.
   */
  private static boolean isChild(Target child, ProcessInfo parent) {
    OptionalLong statedParent = child.process().parentPid();
    Optional<Boolean> isOlder =
        child
            .process()
            .startedAt()
            .flatMap(born -> parent.startedAt().map(parentBorn -> born.isBefore(parentBorn)));
    boolean isAnothers = statedParent.isPresent() && statedParent.getAsLong() != parent.pid();
    if (isAnothers || isOlder.orElse(false)) {
      child.settle(Result.REFUSED, "it is no longer a child of " + parent + ": look again");
    } else if (statedParent.isEmpty() && isOlder.isEmpty()) {
      child.settle(
          Result.REFUSED,
          "it may be a child of "
              + parent
              + " but its parent and start time cannot be seen: end it by itself if it is");
    }
    return child.isPending();
  }
}
