package dev.portmanager.benchmarks.population;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sockets in TIME_WAIT: what a large population leaves for a minute, and what makes everybody
 * slow who reads the list of all connections.
 */
public final class WaitingSockets {

  private static final int FEW = 200;

  /** TCP_TIMEWAIT_LEN of the kernel is a minute. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Path SOCKETS = Path.of("/proc/net/sockstat");
  private static final Pattern WAITING = Pattern.compile("TCP: .* tw (\\d+) ");

  private WaitingSockets() {}

  /**
   * Counts them.
   *
   * @return how many there are in this network namespace
   * @throws IOException if the kernel does not tell
   */
  public static int count() throws IOException {
    return count(Files.readString(SOCKETS));
  }

  /**
   * Reads the number: proc_net(5).
   *
   * @param sockstat the text of /proc/net/sockstat
   * @return how many sockets are in TIME_WAIT
   * @throws IOException if it does not tell
   */
  static int count(String sockstat) throws IOException {
    Matcher matcher = WAITING.matcher(sockstat);
    if (!matcher.find()) {
      throw new IOException("no number of TIME_WAIT sockets in " + SOCKETS);
    }
    return Integer.parseInt(matcher.group(1));
  }

  /**
   * Waits until hardly any is left, so that nobody is measured among those of a population before.
   *
   * @throws IOException if they stay: something else makes new ones
   */
  public static void awaitFew() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int there = count(); there > FEW; there = count()) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            there + " sockets are in TIME_WAIT, and something makes new ones: end it first");
      }
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    }
  }
}
