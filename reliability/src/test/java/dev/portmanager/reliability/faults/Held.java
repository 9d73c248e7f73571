package dev.portmanager.reliability.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What this JVM holds at a moment when no operation is under way.
 *
 * @param operations how many were done before
 * @param open descriptors and threads
 * @param locks of files, by the kernel's list
 * @param direct memory outside of the heap in KB that buffers hold
 * @param resident memory in KB
 */
record Held(int operations, Holdings open, long locks, long direct, long resident) {

  static final String HEADER =
      "| operations | descriptors | threads | file locks | direct KB | resident KB |\n"
          + "| --: | --: | --: | --: | --: | --: |";

  static Held now(int operations) {
    System.gc(); // frees the buffers that nobody reaches
    return new Held(operations, Holdings.now(), locksHeld(), inBuffers(), inMemory());
  }

  private static long locksHeld() {
    String self = Long.toString(ProcessHandle.current().pid());
    return lines("/proc/locks").filter(line -> line.split(" +", -1)[4].equals(self)).count();
  }

  private static long inBuffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum()
        / 1024;
  }

  private static long inMemory() {
    return lines("/proc/self/status")
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static java.util.stream.Stream<String> lines(String file) {
    try {
      return Files.readString(Path.of(file)).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a row that another JVM printed. */
  static Held parse(String row) {
    long[] cells = new long[6];
    String[] words = row.split("\\|", -1);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = Long.parseLong(words[i + 1].strip());
    }
    Holdings open = new Holdings((int) cells[1], cells[2]);
    return new Held((int) cells[0], open, cells[3], cells[4], cells[5]);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "| %d | %d | %d | %d | %d | %d |",
        operations,
        open.descriptors(),
        open.threads(),
        locks,
        direct,
        resident);
  }
}
