package dev.portmanager.os.linux.procfs;

import java.math.BigDecimal;
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
    String first = text.strip().split(" ")[0];
    if (!first.matches("\\d{1,12}\\.\\d{1,9}")) {
      throw new MalformedProcFileException("seconds in uptime", text);
    }
    return Duration.ofNanos(new BigDecimal(first).movePointRight(9).longValueExact());
  }
}
