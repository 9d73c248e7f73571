package dev.portmanager.os.macos;

import dev.portmanager.Diagnosis;
import dev.portmanager.os.macos.listen.ListenerLookup.Sight;
import dev.portmanager.os.macos.pin.SignalWay;
import java.util.List;

/**
 * Says what works on this Mac.
 *
 * @param user who this process runs as
 * @param sight how much it may see
 * @param way how it sends signals
 */
record Findings(String user, Sight sight, SignalWay way) {

  List<Diagnosis> all() {
    return List.of(owners(), signals());
  }

  private Diagnosis owners() {
    if (sight.refused() > 0) {
      return Diagnosis.limited(
          "owners",
          "it runs as "
              + user
              + ", and "
              + sight.refused()
              + " of "
              + sight.processes()
              + " processes may not be looked into: owners that run as other users stay hidden",
          "run it with sudo to see them");
    }
    return Diagnosis.ok(
        "owners",
        "it runs as " + user + ": it may look into all " + sight.processes() + " processes");
  }

  private Diagnosis signals() {
    return way == SignalWay.AUDIT_TOKEN
        ? Diagnosis.ok("signals", "processes are signalled by audit token: none goes astray")
        : Diagnosis.limited(
            "signals",
            "there is no proc_signal_with_audittoken: a process is looked at right before each"
                + " signal, and microseconds are left in which another could take its number",
            "use macOS 14.2 or later");
  }
}
