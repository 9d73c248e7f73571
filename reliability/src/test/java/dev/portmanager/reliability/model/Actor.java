package dev.portmanager.reliability.model;

/**
 * One simulated process.
 *
 * @param name what it is called in a report
 * @param user the number of its user
 * @param pid its pid
 * @param startTime when it started
 * @param mortal whether it may be killed at any step
 * @param program the simple name of a class of the package {@code program}
 */
public record Actor(
    String name, String user, long pid, long startTime, boolean mortal, String program) {

  static Actor of(String user, long pid, String program) {
    return new Actor(program + pid, user, pid, 1, true, program);
  }

  /** What happens to the machine from outside; it is never killed. */
  static Actor event(String program) {
    return new Actor(program, "0", 1, 1, false, program);
  }
}
