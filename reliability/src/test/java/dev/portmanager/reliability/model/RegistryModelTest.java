package dev.portmanager.reliability.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.reliability.RunTime;
import dev.portmanager.reliability.model.Mutation.Answer;
import dev.portmanager.reliability.model.Scenario.Start;
import dev.portmanager.reliability.model.Setting.Flaw;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Puts the register through every interleaving of some processes, each killed anywhere or not. */
class RegistryModelTest {

  private static final String ONCE = "LeaseOnce";

  /** Its pid is that of the process that died with a lease before. */
  private static final Actor SAME_PID = new Actor("SamePid", "1", 801, 2, true, ONCE);

  private static Actor once(String user, int pid) {
    return Actor.of(user, pid, ONCE);
  }

  private static Actor actor(String program, String user, int pid) {
    return Actor.of(user, pid, program);
  }

  private static Scenario ofOneUser(Start start) {
    return Scenario.of("2 processes of a user", start, once("1", 11), once("1", 12));
  }

  private static Scenario ofTwoUsers(Start start) {
    return Scenario.of("2 users", start, once("1", 11), once("2", 12));
  }

  private static Scenario threeOfOneUser(Start start) {
    return Scenario.of("3 processes of a user", start, once("1", 11), once("1", 12), once("1", 13));
  }

  private static Scenario threeUsers() {
    return Scenario.of("3 users", Start.EMPTY, once("1", 11), once("2", 12), once("3", 13));
  }

  /** Its holder may give it back meanwhile, and lease the port to another application. */
  private static Scenario releaseByForce() {
    return Scenario.of(
        "a release by force",
        Start.EMPTY,
        actor("LeaseTwice", "1", 11),
        actor("ReleaseFirst", "1", 12));
  }

  static Stream<Scenario> safe() {
    boolean hasTime = RunTime.chosen().compareTo(Duration.ofMinutes(1)) >= 0;
    Stream<Scenario> large =
        hasTime ? Stream.of(threeUsers(), threeOfOneUser(Start.CLAIM_OF_DEAD)) : Stream.empty();
    return Stream.concat(small(), large);
  }

  private static Stream<Scenario> small() {
    return Stream.of(
        ofOneUser(Start.EMPTY),
        ofOneUser(Start.LEASE_OF_DEAD),
        ofTwoUsers(Start.EMPTY),
        ofTwoUsers(Start.CLAIM_OF_DEAD),
        Scenario.of("a pid that is used again", Start.LEASE_OF_DEAD, SAME_PID, once("2", 12)),
        Scenario.of(
            "2 that give up and come again",
            Start.CLAIM_OF_DEAD,
            actor("GiveUp", "1", 11),
            actor("GiveUp", "1", 12)),
        Scenario.of(
            "a lease for a time",
            Start.EMPTY,
            actor("LeaseForTime", "1", 11),
            once("1", 12),
            Actor.event("ClockTick")),
        releaseByForce(),
        threeOfOneUser(Start.EMPTY),
        Scenario.of(
            "3 processes of 2 users", Start.EMPTY, once("1", 11), once("1", 12), once("2", 13)));
  }

  @ParameterizedTest
  @MethodSource("safe")
  void everyInterleavingIsSafe(Scenario scenario) {
    long begin = System.nanoTime();
    Explorer.Outcome outcome = scenario.explore();
    System.out.printf(
        Locale.ROOT,
        "%s: %,d states, %,d steps, %,d ends, %,d ms%n",
        scenario,
        outcome.states(),
        outcome.steps(),
        outcome.ends(),
        (System.nanoTime() - begin) / 1_000_000);
    assertThat(outcome.violation()).isEmpty();
  }

  static Stream<Map.Entry<String, Scenario>> broken() {
    return Stream.of(
        Map.entry("lost", ofOneUser(Start.EMPTY).with(Flaw.CHECK_THEN_SET)),
        Map.entry("holds", ofTwoUsers(Start.EMPTY).with(Flaw.DELAYED_STORE)),
        Map.entry("lost", ofOneUser(Start.LEASE_OF_DEAD).with(Flaw.BLIND_CLEAR)),
        Map.entry(
            "holds",
            ofTwoUsers(Start.EMPTY)
                .with(
                    new Mutation(
                        "MachineRegistry", "objection", "OtherUsers.objection", 0, Answer.EMPTY))),
        Map.entry(
            "lost",
            ofTwoUsers(Start.EMPTY)
                .with(
                    new Mutation(
                        "MachineRegistry",
                        "tryClaim",
                        "RegistryFile.replaceWord",
                        1,
                        Answer.TRUE))),
        Map.entry(
            "was ended instead of",
            releaseByForce()
                .with(new Mutation("NewRecords", "of", "ClaimWord.ofLease", 0, Answer.FIRST))),
        Map.entry(
            "a lease is left",
            Scenario.of("a pid that is used again", Start.LEASE_OF_DEAD, SAME_PID)
                .with(new Mutation("Liveness", "lives", "ClaimWord.startedAt", 0, Answer.TRUE))));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenStepIsFound(Map.Entry<String, Scenario> expected) {
    Explorer.Outcome outcome = expected.getValue().explore();
    System.out.printf(
        Locale.ROOT,
        "%s: found after %,d states: %s%n",
        expected.getValue(),
        outcome.states(),
        outcome.violation().map(text -> text.lines().findFirst().orElse("")).orElse("not"));
    assertThat(outcome.violation())
        .hasValueSatisfying(text -> assertThat(text).contains(expected.getKey()));
  }
}
