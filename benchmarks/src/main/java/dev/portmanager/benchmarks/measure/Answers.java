package dev.portmanager.benchmarks.measure;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads pids out of answers. */
public final class Answers {

  private static final Pattern COUNT = Pattern.compile("count=(\\d+)");

  /** How killport prints one that it found, without the pid. */
  private static final String UNNAMED = "Would kill process ";

  private Answers() {}

  /**
   * Returns every number of an answer's text that is one of some pids.
   *
   * @param answer the text: of the line protocol, or what a command printed
   * @param candidates the pids to look for
   * @return those that stand in it as numbers of their own
   */
  public static Set<Long> named(String answer, Set<Long> candidates) {
    Set<Long> named = new TreeSet<>();
    for (long pid : candidates) {
      if (Pattern.compile("(?<![\\d.:])" + pid + "(?![\\d.:])").matcher(answer).find()) {
        named.add(pid);
      }
    }
    return named;
  }

  /**
   * Returns how many of a port's owners an answer found.
   *
   * @param answer the text; one that only counts says {@code count=2}
   * @param owners who they are
   * @return 0 to their number
   */
  public static int found(String answer, Set<Long> owners) {
    Matcher count = COUNT.matcher(answer);
    if (count.matches()) {
      return Math.min(Integer.parseInt(count.group(1)), owners.size());
    }
    int unnamed = (int) answer.lines().filter(line -> line.startsWith(UNNAMED)).count();
    return Math.min(unnamed + named(answer, owners).size(), owners.size());
  }

  /**
   * Tells whether an answer of the line protocol is exactly a set of owners.
   *
   * @param answer the text
   * @param owners who they are
   * @return true if it names each of them and nobody else
   */
  public static boolean isExactly(String answer, Set<Long> owners) {
    if (answer.startsWith("count=")) {
      return answer.equals("count=" + owners.size());
    }
    Set<Long> said = new TreeSet<>();
    for (String word : answer.split(",", -1)) {
      if (word.isEmpty() || !word.chars().allMatch(Character::isDigit)) {
        return false;
      }
      said.add(Long.parseLong(word));
    }
    return said.equals(owners);
  }
}
