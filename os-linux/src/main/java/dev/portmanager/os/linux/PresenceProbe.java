package dev.portmanager.os.linux;

import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.ProcStat;
import dev.portmanager.spi.Presence;
import java.io.IOException;

/** Tells whether a process exists, by its stat file. Safe for use by several threads. */
final class PresenceProbe {

  private static final Presence GONE = new Presence.Gone();

  /** How often to read again when the number was given to another process in between. */
  private static final int MAX_ATTEMPTS = 3;

  private final LinuxHost host;
  private final ProcFs proc;

  PresenceProbe(LinuxHost host) {
    this.host = host;
    this.proc = host.proc();
  }

  Presence of(long pid) {
    if (pid <= 0 || pid > Integer.MAX_VALUE) {
      return GONE;
    }
    if (host.pidNamespace().isEmpty()) {
      return new Presence.Unseen(
          "/proc shows another pid namespace: the same number is another process there; mount a"
              + " /proc of this namespace");
    }
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        ProcStat before = proc.stat(pid);
        if (before.isMainThreadDead() && !hasLiveThread(before)) {
          return GONE;
        }
        String user = Long.toString(proc.userOf(pid));
        if (proc.stat(pid).startTicks() == before.startTicks()) {
          return new Presence.Running(before.startTicks(), user);
        }
      } catch (IOException e) {
        return withoutStat(pid, e);
      }
    }
    return new Presence.Unseen("the number " + pid + " keeps changing hands");
  }

  /** The main thread's end does not end a process: others may run on for years. */
  private boolean hasLiveThread(ProcStat main) throws IOException {
    if (main.threads() < 2) {
      return false;
    }
    for (long thread : proc.numbersIn(main.pid() + "/task")) {
      if (isLive(main.pid() + "/task/" + thread + "/stat")) {
        return true;
      }
    }
    return false;
  }

  private boolean isLive(String stat) {
    try {
      return !ProcStat.parse(proc.text(stat)).isMainThreadDead();
    } catch (IOException e) {
      // Ended since, or, where it still is listed, unreadable for want of a descriptor.
      return java.nio.file.Files.exists(proc.path(stat));
    }
  }

  private Presence withoutStat(long pid, IOException problem) {
    if (java.nio.file.Files.exists(proc.path(pid + "/stat"))) {
      return new Presence.Unseen(
          "/proc/" + pid + "/stat may not be read (" + problem + "): look as its user or as root");
    }
    if (!host.hidesProcesses()) {
      return GONE;
    }
    return LibC.kill((int) pid, 0) < 0 && LibC.errno() == Errno.ESRCH
        ? GONE
        : new Presence.Unseen(
            "/proc is mounted with hidepid, which hides process " + pid + ": look as its user");
  }
}
