package dev.portmanager.os.linux.procfs;

import dev.portmanager.Printable;

/**
 * The parts of /proc/PID/stat that are used here: proc_pid_stat(5).
 *
 * @param pid field 1, the process id
 * @param name field 2 without its brackets: what the process chose, any bytes, one character each
 * @param state field 3, such as {@code S}, {@code Z}
 * @param parentPid field 4, 0 if the parent is not in this pid namespace
 * @param flags field 9, {@code PF_*} of linux/sched.h
 * @param threads field 20, how many threads there are
 * @param startTicks field 22, the time of start in clock ticks since the machine started
 */
public record ProcStat(
    long pid, String name, char state, long parentPid, long flags, long threads, long startTicks) {

  /** {@code PF_KTHREAD}, linux/sched.h. */
  private static final long KERNEL_THREAD = 0x0020_0000;

  private static final int LONGEST_SHOWN = 20;

  /** Field 3 is the first behind the name. */
  private static final int FIRST_FIELD = 3;

  /** So many are told apart, from the first to field 22; whatever is behind stays in one piece. */
  private static final int FIELDS = 22 - FIRST_FIELD + 1;

  /**
   * Reads the file.
   *
   * <p>The name may hold blanks, line ends and brackets, so what ends it is the last {@code )} of
   * the file: behind it stand a letter and numbers alone.
   *
   * @param text the file's content, one character for each byte
   * @return its parts
   * @throws MalformedProcFileException if it has another form
   */
  public static ProcStat parse(String text) {
    int open = text.indexOf(" (");
    int close = text.lastIndexOf(')');
    if (open < 1 || close < open + 2) {
      throw new MalformedProcFileException("a pid and a name in brackets in stat", text);
    }
    String[] fields = text.substring(close + 1).strip().split(" ", FIELDS + 1);
    if (fields.length < FIELDS || fields[0].length() != 1) {
      throw new MalformedProcFileException("a state and 19 more fields in stat", text);
    }
    return new ProcStat(
        number(text.substring(0, open), text),
        text.substring(open + 2, close),
        fields[0].charAt(0),
        field(fields, 4, text),
        field(fields, 9, text),
        field(fields, 20, text),
        field(fields, 22, text));
  }

  /**
   * Tells whether the main thread has ended; other threads may still run.
   *
   * @return true if so
   */
  public boolean isMainThreadDead() {
    return state == 'Z' || state == 'X' || state == 'x';
  }

  /**
   * Tells whether this is a thread of the kernel.
   *
   * @return true if so
   */
  public boolean isKernelThread() {
    return (flags & KERNEL_THREAD) != 0;
  }

  private static long field(String[] fields, int number, String text) {
    return number(fields[number - FIRST_FIELD], text);
  }

  private static long number(String field, String text) {
    try {
      long number = Long.parseLong(field);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, with the whole text.
    }
    throw new MalformedProcFileException(
        "a number in stat in place of " + Printable.of(field, LONGEST_SHOWN), text);
  }
}
