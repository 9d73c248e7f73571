package dev.portmanager.reliability.churn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The program that started this JVM, and makes victims, and bystanders with their numbers. For one
 * thread.
 */
final class Nursery {

  private final BufferedReader said =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));

  /**
   * A process to be ended.
   *
   * @param pid the number it gets
   * @param port where it listens
   * @param micros after which it ends by itself
   * @param stubborn whether it ignores SIGTERM
   */
  record Victim(int pid, int port, long micros, boolean stubborn) {}

  /**
   * What the nursery has seen.
   *
   * @param successors how many processes had the last victim's number after it
   * @param trapped how many signals reached a bystander, since the start
   * @param killed how many bystanders ended by a signal, since the start
   * @param others how many processes came and went with other numbers, since the start
   */
  record Account(long successors, long trapped, long killed, long others) {}

  /** Makes a victim, and returns when it listens. */
  void make(Victim victim) throws IOException {
    tell(
        String.format(
            Locale.ROOT,
            "victim %d %d %d %d",
            victim.pid(),
            victim.port(),
            victim.micros(),
            victim.stubborn() ? 1 : 0));
    hear("ready");
  }

  /** Stops giving away the victim's number. */
  Account stop() throws IOException {
    tell("stop");
    String[] words = hear("done").split(" ", -1);
    return new Account(
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]));
  }

  @SuppressWarnings("SystemOut")
  private static void tell(String line) {
    System.out.print(line + "\n");
    System.out.flush();
  }

  private String hear(String word) throws IOException {
    String line = said.readLine();
    if (line == null || !line.startsWith(word)) {
      throw new IOException("the nursery says " + line + " in place of " + word);
    }
    return line;
  }
}
