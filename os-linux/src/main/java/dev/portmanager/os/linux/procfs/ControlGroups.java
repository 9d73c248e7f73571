package dev.portmanager.os.linux.procfs;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the control groups of a process say of who runs it.
 *
 * @param service the systemd unit
 * @param container the id of the container, 64 hexadecimal digits
 */
public record ControlGroups(Optional<String> service, Optional<String> container) {

  /** The id alone (cgroupfs driver), or as in docker-ID.scope, cri-containerd-ID.scope. */
  private static final Pattern CONTAINER =
      Pattern.compile("(?:.*[-:])?([0-9a-f]{64})(?:\\.scope)?");

  private static final Pattern UNIT = Pattern.compile(".+\\.(?:service|scope)");

  /** Scopes that hold whatever a user starts, and the init process: nobody supervises these. */
  private static final Pattern NO_SUPERVISOR = Pattern.compile("session-.+\\.scope|init\\.scope");

  /**
   * Reads /proc/PID/cgroup: lines of {@code hierarchy:controllers:path}, cgroups(7).
   *
   * @param text the file's content; lines of another form are passed over
   * @return what it says
   */
  public static ControlGroups parse(String text) {
    Optional<String> service = Optional.empty();
    Optional<String> container = Optional.empty();
    for (String line : text.split("\n", -1)) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3) {
        List<String> path = List.of(parts[2].split("/", -1));
        boolean systemd = parts[1].isEmpty() || parts[1].equals("name=systemd");
        service = service.isPresent() || !systemd ? service : last(path, UNIT, 0);
        container = container.isPresent() ? container : last(path, CONTAINER, 1);
      }
    }
    return new ControlGroups(
        service.filter(unit -> !NO_SUPERVISOR.matcher(unit).matches()), container);
  }

  private static Optional<String> last(List<String> path, Pattern pattern, int group) {
    for (int i = path.size() - 1; i >= 0; i--) {
      Matcher matcher = pattern.matcher(path.get(i));
      if (matcher.matches()) {
        return Optional.of(matcher.group(group));
      }
    }
    return Optional.empty();
  }
}
