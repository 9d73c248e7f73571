package dev.portmanager.core.kill;

import dev.portmanager.KillOutcome;
import dev.portmanager.ProcessInfo;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Explains why a process has a port whose former owners were ended. */
final class Successor {

  private static final System.Logger LOG = System.getLogger(PortFreer.class.getName());

  /**
   * The characters that systemd.unit(5) allows in the name of a unit. A control group can be named
   * by an ordinary user, and the name goes into a command that an administrator may copy.
   */
  private static final Pattern SERVICE_UNIT =
      Pattern.compile("[A-Za-z0-9:_.@\\\\][-A-Za-z0-9:_.@\\\\]{0,246}\\.service");

  /** Each user's own systemd is in such a unit, and with it all that the user runs. */
  private static final String USER_MANAGER = "user@";

  private final ProcessKiller backEnd;

  Successor(ProcessKiller backEnd) {
    this.backEnd = backEnd;
  }

  /**
   * Says who has the port now and, where a supervisor started it again, what to stop first.
   *
   * @param holder the process that has it
   * @param outcomes what became of those that had it before
   * @return one sentence
   */
  String describe(ProcessInfo holder, List<KillOutcome> outcomes) {
    String taken = "taken by " + holder;
    OptionalLong parentPid = holder.parentPid();
    boolean sameParent =
        parentPid.isPresent()
            && parentPid.getAsLong() > 1
            && outcomes.stream().anyMatch(o -> parentPid.equals(o.process().parentPid()));
    boolean ownParent =
        parentPid.isPresent()
            && outcomes.stream().anyMatch(o -> o.process().pid() == parentPid.getAsLong());
    Optional<String> unit =
        unit(holder)
            .filter(u -> outcomes.stream().anyMatch(o -> unit(o.process()).equals(Optional.of(u))));
    if (!sameParent && !ownParent && unit.isEmpty()) {
      return taken;
    }
    ProcessInfo parent = parentPid.isPresent() ? facts(parentPid.getAsLong()) : holder;
    boolean isSystemd = parent.name().equals(Optional.of("systemd"));
    if (unit.isPresent() && (isSystemd || (!sameParent && !ownParent))) {
      String systemctl = isSystemd && parent.pid() > 1 ? "systemctl --user" : "systemctl";
      return taken
          + ": restarted by systemd unit "
          + unit.get()
          + ": stop it with `"
          + systemctl
          + " stop "
          + unit.get()
          + "`";
    }
    String restarted = taken + ": restarted by its parent " + parent + ": end that first";
    return unit.map(u -> restarted + ", or stop systemd unit " + u + ", to which both belong")
        .orElse(restarted);
  }

  /** Returns the systemd service that a process belongs to; empty for sessions and the like. */
  Optional<String> unit(ProcessInfo process) {
    return process
        .service()
        .filter(name -> SERVICE_UNIT.matcher(name).matches() && !name.startsWith(USER_MANAGER));
  }

  private ProcessInfo facts(long pid) {
    try (PinnedProcess pin = backEnd.pin(pid).orElse(null)) {
      if (pin != null) {
        return pin.process();
      }
    } catch (RuntimeException e) {
      // Its pid alone says what to end.
      LOG.log(System.Logger.Level.DEBUG, "cannot look at pid " + pid, e);
    }
    return ProcessInfo.builder(pid).build();
  }
}
