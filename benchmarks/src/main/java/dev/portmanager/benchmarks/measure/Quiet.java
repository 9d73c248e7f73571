package dev.portmanager.benchmarks.measure;

import dev.portmanager.benchmarks.result.Noise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Judges whether the machine is quiet enough for figures to be worth anything. */
public final class Quiet {

  /** So much of the processors' time may be others' before a benchmark begins. */
  public static final double MOST_BUSY = 0.15;

  /** So wide may the middle half of the reference's times be, as a part of their median. */
  public static final double MOST_SPREAD = 0.35;

  private static final Path STAT = Path.of("/proc/stat");
  private static final int MILLIS = 1000;

  private Quiet() {}

  /**
   * Waits for others to come to rest.
   *
   * @param tries for how many seconds at most
   * @return how busy the processors were during the last second, 0 to 1
   * @throws IOException if /proc/stat cannot be read
   */
  public static double await(int tries) throws IOException {
    double busy = 1;
    for (int i = 0; i < tries && busy > MOST_BUSY; i++) {
      long[] before = ticks(Files.readAllLines(STAT).get(0));
      try {
        Thread.sleep(MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for the machine to come to rest", e);
      }
      busy = busy(before, ticks(Files.readAllLines(STAT).get(0)));
    }
    return busy;
  }

  /**
   * Judges.
   *
   * @param busy the part of the processors' time that others took before
   * @param spread of the reference's times; 0 if there was no reference
   * @return both, and whether they are too much
   */
  public static Noise judge(double busy, double spread) {
    return new Noise(busy, spread, busy > MOST_BUSY || spread > MOST_SPREAD);
  }

  /**
   * Reads the first line of /proc/stat: proc_stat(5).
   *
   * @param line the line, which begins with {@code cpu}
   * @return user, nice, system, idle, iowait, irq, softirq, steal, ... in ticks
   */
  static long[] ticks(String line) {
    List<String> words = Arrays.asList(line.strip().split("\\s+", -1));
    if (words.size() < 9 || !words.get(0).equals("cpu")) {
      throw new IllegalArgumentException("not the first line of /proc/stat: " + line);
    }
    return words.stream().skip(1).mapToLong(Long::parseLong).toArray();
  }

  /**
   * Compares two readings.
   *
   * @param before the earlier
   * @param after the later
   * @return the part that was neither idle nor spent waiting for a disk, 0 to 1
   */
  static double busy(long[] before, long[] after) {
    long all = 0;
    for (int i = 0; i < 8; i++) {
      all += after[i] - before[i];
    }
    long rest = after[3] - before[3] + after[4] - before[4];
    return all <= 0 ? 0 : (double) (all - rest) / all;
  }
}
