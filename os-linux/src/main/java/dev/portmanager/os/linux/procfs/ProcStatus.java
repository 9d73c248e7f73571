package dev.portmanager.os.linux.procfs;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of /proc/PID/status that are used here: proc_pid_status(5).
 *
 * @param userId the effective user, second field of {@code Uid}
 * @param groups the effective group and the supplementary groups
 * @param capabilities the effective capabilities as a bit set
 */
public record ProcStatus(long userId, List<Long> groups, long capabilities) {

  /** {@code CAP_SYS_PTRACE}, linux/capability.h: to look into processes of other users. */
  private static final int SYS_PTRACE = 19;

  /** Copies the groups. */
  public ProcStatus {
    groups = List.copyOf(groups);
  }

  /**
   * Reads the file.
   *
   * @param text its content
   * @return its parts
   * @throws MalformedProcFileException if it has another form
   */
  public static ProcStatus parse(String text) {
    String[] users = values(text, "Uid:");
    String[] ownGroups = values(text, "Gid:");
    String[] capabilities = values(text, "CapEff:");
    if (users.length < 2 || ownGroups.length < 2 || capabilities.length != 1) {
      throw new MalformedProcFileException("Uid, Gid and CapEff with their fields in status", text);
    }
    try {
      List<Long> groups = new ArrayList<>();
      for (String group : values(text, "Groups:")) {
        groups.add(Long.valueOf(group));
      }
      groups.add(Long.valueOf(ownGroups[1]));
      return new ProcStatus(
          Long.parseLong(users[1]), groups, Long.parseUnsignedLong(capabilities[0], 16));
    } catch (NumberFormatException e) {
      throw new MalformedProcFileException("numbers in Uid, Groups, CapEff of status", text);
    }
  }

  /**
   * Tells whether the process may look into those of other users of its user namespace.
   *
   * @return true if so
   */
  public boolean mayTrace() {
    return (capabilities >>> SYS_PTRACE & 1) != 0;
  }

  /** The kernel escapes line ends in the name, so a line cannot be forged. */
  private static String[] values(String text, String key) {
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(key)) {
        String value = line.substring(key.length()).strip();
        return value.isEmpty() ? new String[0] : value.split("\\s+", -1);
      }
    }
    throw new MalformedProcFileException("a line " + key + " in status", text);
  }
}
