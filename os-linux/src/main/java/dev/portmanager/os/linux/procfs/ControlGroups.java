package dev.portmanager.os.linux.procfs;

import java.util.List;
import java.util.Optional;

/**
 * What the control groups of a process say of who runs it.
 *
 * @param service the systemd unit
 * @param container the id of the container, 64 hexadecimal digits
 */
public record ControlGroups(Optional<String> service, Optional<String> container) {

  private static final String SCOPE = ".scope";
  private static final int CONTAINER_ID = 64;

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
        service = service.isPresent() || !systemd ? service : lastUnit(path);
        container = container.isPresent() ? container : lastContainer(path);
      }
    }
    boolean supervised = service.isPresent() && isSupervisor(service.get());
    return new ControlGroups(supervised ? service : Optional.empty(), container);
  }

  /**
   * Finds where the second version of control groups is mounted in /proc/PID/mountinfo: fields,
   * such as the mount point as the fifth, then {@code -} and the type.
   *
   * @param text the file's content
   * @return the folder; empty if there is none, or its name has a character that is escaped there
   */
  public static Optional<String> mountPoint(String text) {
    for (String line : text.split("\n", -1)) {
      if (line.contains(" - cgroup2 ")) {
        String[] fields = line.split(" ", 6);
        return fields.length < 6 || fields[4].indexOf('\\') >= 0
            ? Optional.empty()
            : Optional.of(fields[4]);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> lastUnit(List<String> path) {
    for (int i = path.size() - 1; i >= 0; i--) {
      String name = path.get(i);
      if (endsWith(name, ".service") || endsWith(name, SCOPE)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** Scopes that hold whatever a user starts, and the init process: nobody supervises these. */
  private static boolean isSupervisor(String unit) {
    return !unit.equals("init.scope") && !(unit.startsWith("session-") && endsWith(unit, SCOPE));
  }

  private static boolean endsWith(String name, String suffix) {
    return name.endsWith(suffix) && name.length() > suffix.length();
  }

  /** The id alone (cgroupfs driver), or as in docker-ID.scope, cri-containerd-ID.scope. */
  private static Optional<String> lastContainer(List<String> path) {
    for (int i = path.size() - 1; i >= 0; i--) {
      String name = path.get(i);
      int end = name.endsWith(SCOPE) ? name.length() - SCOPE.length() : name.length();
      int start = end - CONTAINER_ID;
      boolean apart = start == 0 || (start > 0 && "-:".indexOf(name.charAt(start - 1)) >= 0);
      if (apart && isHexadecimal(name, start, end)) {
        return Optional.of(name.substring(start, end));
      }
    }
    return Optional.empty();
  }

  private static boolean isHexadecimal(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if ("0123456789abcdef".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
