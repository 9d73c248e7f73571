package dev.portmanager.os.linux.procfs;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

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
    List<String> users = values(text, "Uid:");
    List<String> ownGroups = values(text, "Gid:");
    List<String> capabilities = values(text, "CapEff:");
    if (users.size() < 2 || ownGroups.size() < 2 || capabilities.size() != 1) {
      throw new MalformedProcFileException("Uid, Gid and CapEff with their fields in status", text);
    }
    try {
      List<Long> groups = new ArrayList<>();
      for (String group : values(text, "Groups:")) {
        groups.add(id(group));
      }
      groups.add(id(ownGroups.get(1)));
      return new ProcStatus(
          id(users.get(1)), groups, Long.parseUnsignedLong(capabilities.get(0), 16));
    } catch (NumberFormatException e) {
      throw new MalformedProcFileException("numbers in Uid, Groups, CapEff of status", text);
    }
  }

  /** Reads the number of a user or a group, a u32. */
  private static long id(String text) {
    return Integer.toUnsignedLong(Integer.parseUnsignedInt(text));
  }

  /**
   * Tells whether the process may look into those of other users of its user namespace.
   *
   * @return true if so
   */
  public boolean mayTrace() {
    return (capabilities >>> SYS_PTRACE & 1) != 0;
  }

  /**
   * Returns what stands behind a key. The kernel escapes line ends in the name, so a line cannot be
   * forged.
   *
   * @param text the file's content
   * @param key the first word of a line, with its colon
   * @return the words behind it; none if there is no such line
   */
  public static List<String> values(String text, String key) {
    List<String> values = new ArrayList<>();
    int start = text.startsWith(key) ? 0 : text.indexOf("\n" + key) + 1;
    if (start == 0 && !text.startsWith(key)) {
      return values;
    }
    int end = text.indexOf('\n', start);
    StringTokenizer words =
        new StringTokenizer(text.substring(start + key.length(), end < 0 ? text.length() : end));
    while (words.hasMoreTokens()) {
      values.add(words.nextToken());
    }
    return values;
  }
}
