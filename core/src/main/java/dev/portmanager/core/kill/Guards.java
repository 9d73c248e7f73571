package dev.portmanager.core.kill;

import dev.portmanager.KillOptions;
import dev.portmanager.ProcessInfo;
import dev.portmanager.spi.PinnedProcess;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides which processes are spared in one attempt to free one port. Immutable. */
final class Guards {

  /**
   * Programs that forward the port of a container or of a virtual machine: ending one cuts off its
   * container, often all containers, and frees nothing for long.
   */
  static final Set<String> FORWARDERS =
      Set.of(
          "docker-proxy",
          "rootlesskit",
          "rootlessport",
          "conmon",
          "pasta",
          "pasta.avx2",
          "passt",
          "passt.avx2",
          "slirp4netns",
          "com.docker.backend",
          "com.docker.backend.exe",
          "vpnkit",
          "vpnkit-bridge",
          "wslrelay.exe",
          "limactl",
          "gvproxy");

  /** The processes that no system lets end, or survives to lose, and what to do instead. */
  static final Map<Long, String> RESERVED =
      Map.of(
          0L,
          "it is the kernel itself (pid 0)",
          1L,
          "it is the first process of the system or of this container (pid 1): stop the container,"
              + " or if it is systemd, find the socket unit with `systemctl list-sockets` and stop"
              + " that");

  /** More of these, on Windows. */
  static final Map<Long, String> RESERVED_ON_WINDOWS =
      Map.of(
          4L,
          "it is the System process (pid 4), in which http.sys listens for other programs: find"
              + " them with `netsh http show servicestate` and stop those");

  /** Linux cuts the name of a process to so many characters. */
  private static final int SHORT_NAME = 15;

  private final ThisProcess self;
  private final int port;
  private final KillOptions options;

  Guards(ThisProcess self, int port, KillOptions options) {
    this.self = self;
    this.port = port;
    this.options = options;
  }

  /**
   * Returns why a process must not be ended, by what its facts say.
   *
   * @param process the facts, known before it is pinned or after
   * @return one sentence with what to do instead; empty if it may be ended
   */
  Optional<String> refusal(ProcessInfo process) {
    long pid = process.pid();
    if (!self.pidsAreOurs()) {
      return Optional.of(
          "the system shows process ids of another pid namespace than this process's own, so the"
              + " same number is another process here: run this where /proc belongs to its own pid"
              + " namespace");
    }
    if (pid == self.pid()) {
      return Optional.of("it is this process itself: close the listener instead");
    }
    String reserved = RESERVED.get(pid);
    if (reserved == null && self.windows()) {
      reserved = RESERVED_ON_WINDOWS.get(pid);
    }
    if (reserved != null) {
      return Optional.of(reserved);
    }
    if (self.ancestors().contains(pid) && !options.allowAncestors()) {
      return Optional.of(
          "this process descends from it and might end with it: end it from elsewhere, or allow"
              + " ancestors to be ended");
    }
    if (isForwarder(process) && !options.allowForwarders()) {
      return Optional.of(
          "it forwards the port of a container: stop the container (docker ps --filter publish="
              + port
              + "; docker stop ...)");
    }
    return Optional.empty();
  }

  /**
   * Returns why a pinned process must not be ended.
   *
   * @param pin the process
   * @return one sentence with what to do instead; empty if it may be ended
   */
  Optional<String> refusal(PinnedProcess pin) {
    return refusal(pin.process()).or(pin::protection);
  }

  /**
   * Tells whether a process is a known forwarder by its program or by its name. Either is enough: a
   * process can choose its name, but sparing one that merely claims to be a forwarder does no harm.
   */
  static boolean isForwarder(ProcessInfo process) {
    return process.executable().map(Guards::baseName).filter(FORWARDERS::contains).isPresent()
        || process.name().filter(Guards::namesForwarder).isPresent();
  }

  private static boolean namesForwarder(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return FORWARDERS.contains(lower)
        || (lower.length() == SHORT_NAME && FORWARDERS.stream().anyMatch(f -> f.startsWith(lower)));
  }

  private static String baseName(String executable) {
    String path = executable.toLowerCase(Locale.ROOT);
    // Linux says so of a program that was replaced while it runs, as each upgrade does.
    String deleted = " (deleted)";
    if (path.endsWith(deleted)) {
      path = path.substring(0, path.length() - deleted.length());
    }
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }
}
