package dev.portmanager.os.linux.procfs;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How procfs is mounted, as far as it hides processes: proc(5), "hidepid".
 *
 * @param hidesProcesses whether processes that this one may not look into are not listed at all
 * @param exemptGroup the group whose members see all
 */
public record ProcMount(boolean hidesProcesses, OptionalLong exemptGroup) {

  /** A mount that hides nothing, which is the default. */
  public static final ProcMount OPEN = new ProcMount(false, OptionalLong.empty());

  /**
   * Finds the mount of /proc in /proc/PID/mountinfo: fields, {@code -}, type, source, options.
   *
   * @param text the file's content
   * @return how the topmost mount at /proc is mounted; empty if there is no procfs there
   */
  public static Optional<ProcMount> parse(String text) {
    Optional<ProcMount> found = Optional.empty();
    for (String line : text.split("\n", -1)) {
      int separator = line.indexOf(" - ");
      String[] fields = line.split(" ", -1);
      if (separator < 0 || fields.length < 5 || !fields[4].equals("/proc")) {
        continue;
      }
      String[] type = line.substring(separator + 3).split(" ", -1);
      found =
          type.length < 3 || !type[0].equals("proc") ? Optional.empty() : Optional.of(of(type[2]));
    }
    return found;
  }

  private static ProcMount of(String options) {
    boolean hides = false;
    OptionalLong group = OptionalLong.empty();
    for (String option : options.split(",", -1)) {
      switch (option) {
        case "hidepid=2", "hidepid=invisible", "hidepid=4", "hidepid=ptraceable" -> hides = true;
        default -> {
          if (option.startsWith("gid=")) {
            group = number(option.substring(4));
          }
        }
      }
    }
    return new ProcMount(hides, group);
  }

  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Integer.toUnsignedLong(Integer.parseUnsignedInt(text)));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
