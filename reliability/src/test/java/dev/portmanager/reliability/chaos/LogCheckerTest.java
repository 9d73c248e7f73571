package dev.portmanager.reliability.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.reliability.chaos.LogChecker.Kind;
import dev.portmanager.reliability.chaos.LogChecker.Violation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Made-up logs: each thing that must not be is found, and nothing else. */
class LogCheckerTest {

  private static List<Kind> check(String... lines) {
    List<Event> events = Arrays.stream(lines).map(Event::parse).toList();
    return LogChecker.check(events).stream().map(Violation::kind).toList();
  }

  @Test
  void oneAfterTheOtherIsFine() {
    assertThat(
            check(
                "10 ASKED a web 1 OF 1",
                "20 GOT a 8050",
                "30 GIVING a",
                "40 GAVE a true",
                "31 ASKED b api 2 OF 2",
                "39 GOT b 8050"))
        .isEmpty();
  }

  @Test
  void twoAtOnceAreFound() {
    assertThat(
            check(
                "10 ASKED a web 1 OF 1",
                "20 GOT a 8050",
                "30 GIVING a",
                "40 GAVE a true",
                "15 ASKED b api 2 OF 2",
                "29 GOT b 8050"))
        .containsExactly(Kind.HELD_TWICE);
  }

  @Test
  void twoAtOnceAreFoundBehindAShortOne() {
    assertThat(
            check(
                "1 ASKED a web 1 OF 1",
                "2 GOT a 8050",
                "3 ASKED b api 2 OF 2",
                "4 GOT b 8050",
                "5 GIVING b",
                "6 GAVE b true",
                "7 ASKED c db 3 OF 3",
                "8 GOT c 8050"))
        .containsExactly(Kind.HELD_TWICE, Kind.HELD_TWICE);
  }

  @Test
  void twoPortsAtOnceAreFine() {
    assertThat(
            check("1 ASKED a web 1 OF 1", "2 GOT a 8050", "3 ASKED b web 2 OF 2", "4 GOT b 8051"))
        .isEmpty();
  }

  @Test
  void portOfAKilledProcessIsFreeFromTheKillOn() {
    String[] log = {
      "1 ASKED a web 1 OF 1",
      "2 GOT a 8050",
      "10 KILLING 1",
      "20 DEAD 1",
      "11 ASKED b api 2 OF 2",
      "12 GOT b 8050"
    };
    assertThat(check(log)).isEmpty();
    log[2] = "13 KILLING 1";
    assertThat(check(log)).containsExactly(Kind.HELD_TWICE);
  }

  @Test
  void leaseForAnotherProcessOutlivesWhoAsked() {
    assertThat(
            check(
                "1 ASKED a web 1 OF 7",
                "2 GOT a 8050",
                "3 KILLING 1",
                "4 DEAD 1",
                "5 ASKED b api 2 OF 2",
                "6 GOT b 8050"))
        .containsExactly(Kind.HELD_TWICE);
  }

  @Test
  void timedLeaseIsHeldForItsTime() {
    assertThat(
            check(
                "1000000 ASKED a web 1 FOR 5",
                "1000001 GOT a 8050",
                "5999999 ASKED b api 2 OF 2",
                "5999999 GOT b 8050"))
        .containsExactly(Kind.HELD_TWICE);
    assertThat(
            check(
                "1000000 ASKED a web 1 FOR 5",
                "1000001 GOT a 8050",
                "6000001 ASKED b api 2 OF 2",
                "6000001 GOT b 8050"))
        .isEmpty();
  }

  @Test
  void heldLeaseThatIsNotListedIsFound() {
    String[] log = {"1 ASKED a web 1 OF 1", "2 GOT a 8050", "20 LISTED 10 8050:web"};
    assertThat(check(log)).isEmpty();
    log[2] = "20 LISTED 10 8051:web";
    assertThat(check(log)).containsExactly(Kind.LOST, Kind.LEAKED);
    log[2] = "20 LISTED 10 ";
    assertThat(check(log)).containsExactly(Kind.LOST);
    log[2] = "20 LISTED 1 ";
    assertThat(check(log)).as("it may have been listed before it was had").isEmpty();
  }

  @Test
  void listedLeaseThatNobodyHoldsIsFound() {
    String[] log = {
      "1 ASKED a web 1 OF 1", "2 GOT a 8050", "3 GIVING a", "4 GAVE a true", "20 LISTED 10 8050:web"
    };
    assertThat(check(log)).containsExactly(Kind.LEAKED);
    log[4] = "20 LISTED 3 8050:web";
    assertThat(check(log)).isEmpty();
  }

  @Test
  void endOfALaterProcessOfThatPidEndsNoEarlierLease() {
    String[] log = {
      "1 ASKED a web 1 OF 7",
      "2 GOT a 8050",
      "3 KILLING 7",
      "4 DEAD 7",
      "5 ASKED b api 1 OF 8",
      "6 GOT b 8050",
      "10 ASKED c db 1 OF 7",
      "11 KILLING 7",
      "12 DEAD 7"
    };
    assertThat(check(log)).isEmpty();
  }

  @Test
  void listedLeaseOfTheDeadIsFound() {
    String[] log = {
      "1 ASKED a web 1 OF 1", "2 GOT a 8050", "3 KILLING 1", "5 DEAD 1", "20 LISTED 10 8050:web"
    };
    assertThat(check(log)).containsExactly(Kind.LEAKED);
    log[4] = "20 LISTED 4 8050:web";
    assertThat(check(log)).isEmpty();
  }

  @Test
  void leaseWhoseAnswerNobodyLivedToWriteMayBeListedUntilItsDeath() {
    assertThat(check("1 ASKED a web 1 OF 1", "20 LISTED 10 8050:web", "30 DEAD 1")).isEmpty();
    assertThat(check("1 ASKED a web 1 OF 1", "5 REFUSED a full", "20 LISTED 10 8050:web"))
        .containsExactly(Kind.LEAKED);
  }

  @Test
  void portThatWasTakenAndGivenUpWhileItWasAskedForMayBeListed() {
    String[] log = {"1 ASKED a web 1 OF 1", "15 GOT a 8050", "20 LISTED 10 8051:web"};
    assertThat(check(log)).isEmpty();
    log[2] = "20 LISTED 16 8050:web 8051:web";
    assertThat(check(log)).containsExactly(Kind.LEAKED);
  }

  @Test
  void leaseThatDidNotStandIsFound() {
    assertThat(check("1 ASKED a web 1 OF 1", "2 GOT a 8050", "3 GIVING a", "4 GAVE a false"))
        .containsExactly(Kind.LOST);
    assertThat(check("1 ASKED a web 1 OF 1", "2 GOT a 8050", "3 MOVED a 8051"))
        .containsExactly(Kind.LOST);
  }

  @Test
  void brokenProcessIsFound() {
    assertThat(check("1 BROKEN java.lang.InternalError: a fault")).containsExactly(Kind.BROKEN);
  }

  @Test
  void lineThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Event.parse("1 SAID something"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Event.parse("1 GOT")).isInstanceOf(IllegalArgumentException.class);
  }
}
