package dev.portmanager.os.linux.procfs;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads /proc/PID/limits: proc_pid_limits(5). */
public final class ProcLimits {

  private static final Pattern OPEN_FILES =
      Pattern.compile("^Max open files +(\\d{1,18}) ", Pattern.MULTILINE);

  private ProcLimits() {}

  /**
   * Returns the soft limit of open files.
   *
   * @param text the file's content
   * @return the limit; empty if it is unlimited or not there
   */
  public static OptionalLong softOpenFiles(String text) {
    Matcher matcher = OPEN_FILES.matcher(text);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
