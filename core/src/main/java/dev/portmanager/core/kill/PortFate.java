package dev.portmanager.core.kill;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in one sentence what became of a port: that it is free, or who has it and why. */
final class PortFate {

  private final Successor successor;

  PortFate(Successor successor) {
    this.successor = successor;
  }

  /**
   * Returns the sentence.
   *
   * @param options what was asked for
   * @param before the listeners at the first look-up
   * @param outcomes what became of their owners
   * @param after the state of the port in the end
   * @return one sentence for people
   */
  String of(
      KillOptions options, List<Listener> before, List<KillOutcome> outcomes, PortStatus after) {
    Protocol protocol = options.protocol();
    if (before.isEmpty()) {
      return "nothing listened on "
          + protocol
          + " port "
          + after.port()
          + ", so nothing was ended; "
          + (Aftermath.isFree(after) ? "it is free" : after.reason());
    }
    if (outcomes.isEmpty()) {
      return unowned(before, protocol).orElse(after.reason());
    }
    if (options.dryRun()) {
      return "dry run: nothing was sent; " + after.reason();
    }
    if (Aftermath.isFree(after)) {
      return free(outcomes, after);
    }
    String holders =
        Aftermath.othersOn(after, protocol, outcomes)
            .map(holder -> held(holder, outcomes))
            .collect(Collectors.joining("; "));
    String unseen = unowned(after.listeners(), protocol).orElse("");
    String all =
        Stream.of(holders, unseen).filter(s -> !s.isEmpty()).collect(Collectors.joining("; "));
    return all.isEmpty() ? after.reason() : all;
  }

  private String free(List<KillOutcome> outcomes, PortStatus after) {
    String free = after.state() == PortState.LEASED ? "free, and leased" : "free";
    return outcomes.stream()
        .filter(Aftermath::hasEnded)
        .map(outcome -> successor.unit(outcome.process()))
        .flatMap(Optional::stream)
        .findFirst()
        .map(unit -> free + "; systemd may start unit " + unit + " again: if so, stop that")
        .orElse(free);
  }

  private String held(ProcessInfo holder, List<KillOutcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome.process().pid() == holder.pid())
        .findFirst()
        .map(o -> "still held by " + holder + ", which " + became(o.result()))
        .orElseGet(() -> successor.describe(holder, outcomes));
  }

  private static String became(KillOutcome.Result result) {
    return switch (result) {
      case SURVIVED -> "survived";
      case DENIED -> "may not be ended by this process";
      case REFUSED -> "must not be ended";
      case TERMINATED, KILLED, ALREADY_GONE, WOULD_KILL -> "still listens";
    };
  }

  /** Says of listeners why no owner of them is known; empty if one of each is. */
  private static Optional<String> unowned(List<Listener> listeners, Protocol protocol) {
    List<Ownership> ownerships =
        listeners.stream()
            .filter(listener -> listener.protocol() == protocol)
            .map(Listener::ownership)
            .toList();
    for (Ownership ownership : ownerships) {
      if (ownership instanceof Ownership.Hidden hidden) {
        return Optional.of("its owner cannot be seen: " + hidden.reason());
      }
    }
    for (Ownership ownership : ownerships) {
      if (ownership instanceof Ownership.None none) {
        return Optional.of("no process holds it by a descriptor: " + none.reason());
      }
    }
    return Optional.empty();
  }
}
