package dev.portmanager.os.linux.procfs;

import java.time.Duration;

/** Reads /proc/uptime: proc_uptime(5). */
public final class Uptime {

  private Uptime() {}

  /**
   * Returns the time since the machine started, sleep included.
   *
   * @param text the file's content
   * @return the time, in hundredths of a second
   * @throws MalformedProcFileException if it has another form
   */
  public static Duration parse(String text) {
    int point = text.indexOf('.');
    int end = text.indexOf(' ', point + 1);
    if (point < 1 || point > 12 || end != point + 3) {
      throw new MalformedProcFileException("seconds and their hundredths in uptime", text);
    }
    try {
      long hundredths =
          Long.parseUnsignedLong(text.substring(0, point) + text.substring(point + 1, end));
      return Duration.ofMillis(hundredths * 10);
    } catch (NumberFormatException e) {
      throw new MalformedProcFileException("seconds in uptime", text);
    }
  }
}
