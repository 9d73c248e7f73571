package dev.portmanager.os.linux;

import dev.portmanager.Diagnosis;
import dev.portmanager.os.linux.pin.Pins;
import dev.portmanager.os.linux.procfs.Visibility;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what works on this machine.
 *
 * @param host the machine
 * @param backend the parts that may or may not work
 */
record Findings(LinuxHost host, Backend backend) {

  List<Diagnosis> all() {
    return List.of(
        sockets(), owners(), new KernelFinding(backend.tier()).find(), pinning(), pidNamespace());
  }

  private Diagnosis sockets() {
    Optional<String> problem = backend.tables().netlinkProblem();
    return problem
        .map(
            reason ->
                Diagnosis.limited(
                    "sockets",
                    "netlink is refused ("
                        + reason
                        + "), so listeners are read from /proc/net: right, but some 10 ms slower",
                    "allow sockets of the family AF_NETLINK (in systemd: RestrictAddressFamilies)"))
        .orElseGet(() -> Diagnosis.ok("sockets", "listeners are listed by netlink (sock_diag)"));
  }

  private Diagnosis owners() {
    Visibility sees = backend.visibility();
    String who = "it runs as " + host.userName(host.userId());
    if (sees.hidden()) {
      return Diagnosis.limited(
          "owners",
          who + ", and /proc is mounted with hidepid: processes of other users are not shown",
          sees.remedy());
    }
    if (!sees.mayTrace()) {
      return Diagnosis.limited(
          "owners",
          who + " without the capability SYS_PTRACE: owners that run as other users stay hidden",
          sees.remedy());
    }
    if (sees.userNamespace()) {
      return Diagnosis.limited(
          "owners",
          who + " of a user namespace: owners outside of it stay hidden",
          "run it as root of the machine to see them");
    }
    if (sees.pidNamespace()) {
      return Diagnosis.limited(
          "owners",
          who + " in a pid namespace of its own: owners outside of it stay hidden",
          "run it on the machine itself, or share the machine's pid namespace");
    }
    return Diagnosis.ok(
        "owners",
        who + " with the capability SYS_PTRACE: it may look into the processes of all users");
  }

  private static Diagnosis pinning() {
    return Pins.pidFdProblem()
        .map(
            reason ->
                Diagnosis.limited(
                    "pidfd",
                    "there is no pidfd ("
                        + reason
                        + "): a process is known by its start time, checked before each signal",
                    "use Linux 5.3 or later, and let the sandbox pass pidfd_open"))
        .orElseGet(
            () -> Diagnosis.ok("pidfd", "processes are pinned by pidfd: no signal goes astray"));
  }

  private Diagnosis pidNamespace() {
    return host.pidNamespace()
        .map(id -> Diagnosis.ok("pid namespace", "/proc shows this process's own namespace, " + id))
        .orElseGet(
            () ->
                Diagnosis.broken(
                    "pid namespace",
                    "/proc shows another pid namespace, so its numbers name other processes here:"
                        + " every kill is refused",
                    "mount a /proc of this namespace (unshare --mount-proc)"));
  }
}
