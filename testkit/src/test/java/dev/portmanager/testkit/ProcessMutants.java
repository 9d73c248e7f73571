package dev.portmanager.testkit;

import static dev.portmanager.testkit.Mutant.host;
import static dev.portmanager.testkit.Mutant.killer;
import static dev.portmanager.testkit.Mutant.pin;

import dev.portmanager.PortRange;
import dev.portmanager.ProcessInfo;
import dev.portmanager.spi.Presence;
import dev.portmanager.spi.SignalOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Wrong back ends that describe the machine, pin or wait wrongly. */
final class ProcessMutants {

  private static final Set<String> PIN = Set.of("pin");
  private static final Set<String> SIGNALS = Set.of("terminate", "kill");
  private static final Set<String> AWAIT = Set.of("awaitExit");
  private static final SignalOutcome SENT = new SignalOutcome(SignalOutcome.Status.SENT, "surely");
  private static final SignalOutcome DENIED = new SignalOutcome(SignalOutcome.Status.DENIED, "no");

  private ProcessMutants() {}

  static List<Mutant> all() {
    return Stream.of(aboutTheHost(), aboutPresence(), aboutPins(), aboutSignals(), aboutWaiting())
        .flatMap(Collection::stream)
        .toList();
  }

  private static List<Mutant> aboutTheHost() {
    Set<String> names = Set.of("bootId", "networkNamespace", "userId", "ownerOf", "userName");
    return List.of(
        killer("is made for another system", Set.of("isSupported"), (right, args) -> false)
            .isCaughtBy("backEnd_isMadeForThisSystem_andHasAName"),
        killer("has a host for each caller", Set.of("host"), (right, args) -> new ProcHost())
            .isCaughtBy("host_isTheSameObjectAtEachCall"),
        host("names nothing twice alike", names, (right, args) -> UUID.randomUUID() + "")
            .isCaughtBy(
                "bootId_isStable_andOfItsAlphabet",
                "networkNamespace_isStable_andOfItsAlphabet",
                "userId_isStable_andOfItsAlphabet",
                "userName_ofUnknownUser_isTheIdItself",
                "ownerOf_ownFile_isOurUser",
                "ownerOf_symbolicLinkToNothing_isTheOwnerOfTheLink",
                "ownerOf_missingFile_throws"),
        host("judges no pid", Set.of("pidNamespace"), (right, args) -> Optional.empty())
            .isCaughtBy("pidNamespace_isStable_andOfItsAlphabet"),
        host("stands still", Set.of("uptime"), (right, args) -> Duration.ofDays(1))
            .isCaughtBy("uptime_grows"),
        host("has no folder", Set.of("registryRoot"), (r, args) -> Optional.of(Path.of("/none")))
            .isCaughtBy("registryRoot_exists"),
        host(
                "knows no ephemeral port",
                Set.of("ephemeralRange"),
                (right, args) -> Optional.of(PortRange.of(1)))
            .isCaughtBy("ephemeralRange_hasThePortThatTheSystemPicks_andNoneIsRestricted"));
  }

  private static List<Mutant> aboutPresence() {
    Set<String> presence = Set.of("presence");
    return List.of(
        host("sees nobody", presence, (right, args) -> new Presence.Gone())
            .isCaughtBy(
                "presence_ofThisProcess_isRunning_withStableStartTimeAndOurUser",
                "presence_ofChild_isRunning_thenGone"),
        host("sees everybody", presence, (right, args) -> new Presence.Running(1, "0"))
            .isCaughtBy(
                "presence_ofChild_isRunning_thenGone",
                "presence_ofEndedProcessThatIsNotReaped_isGone",
                "presence_ofPidThatNoSystemHas_isGone"),
        killer("has no children", Set.of("childrenOf"), (right, args) -> List.of())
            .isCaughtBy(
                "childrenOf_areTheLiveChildren", "childrenOf_master_areItsWorkers_andNoEndedOne"));
  }

  private static List<Mutant> aboutPins() {
    return List.of(
        killer("pins what is not there", PIN, (right, args) -> anything((long) args[0]))
            .isCaughtBy(
                "pin_ofPidThatNoProcessHas_isEmpty",
                "pin_ofEndedProcess_isEmpty",
                "pin_ofEndedProcessThatIsNotReaped_isEmpty"),
        pin("protects everybody", Set.of("protection"), (r, args) -> Optional.of("Leave it."))
            .isCaughtBy("pin_ofOrdinaryProcess_isNotProtected"),
        pin("holds every port", Set.of("listensOn"), (right, args) -> true)
            .isCaughtBy(
                "listensOn_isTrueForItsPortAndProtocolAlone",
                "listensOn_isFalse_onceTheSocketIsClosed_thoughTheProcessLives",
                "listensOn_isFalse_onceTheProcessEnded_thoughAnotherHasThePort"),
        pin("holds no port", Set.of("listensOn"), (right, args) -> false)
            .isCaughtBy("listensOn_ofEverySharer_isTrue"),
        pin("ends the process when closed", Set.of("close"), (right, args) -> endChildren())
            .isCaughtBy(
                "use_afterClose_doesNotEndTheProcess",
                "twoPins_ofOneProcess_areClosedEachForItself"));
  }

  private static List<Mutant> aboutSignals() {
    return List.of(
        pin(
                "says sent where nobody is",
                SIGNALS,
                (right, args) -> {
                  right.call();
                  return SENT;
                })
            .isCaughtBy(
                "terminate_endsAnOrdinaryProcess",
                "signals_ofProcessThatEndedByItself_answerGone",
                "signals_reachNobody_onceThePidBelongsToAnotherProcess"),
        pin("sends nothing", SIGNALS, (right, args) -> DENIED)
            .isCaughtBy(
                "terminate_endsAnOrdinaryProcess",
                "terminate_ofStubbornProcess_isSentButDoesNotEndIt_andKillDoes"),
        pin(
                "forces where it is to ask",
                Set.of("terminate"),
                (right, args) -> {
                  endChildren();
                  return SENT;
                })
            .isCaughtBy("terminate_ofStubbornProcess_isSentButDoesNotEndIt_andKillDoes"),
        pin(
                "ends the neighbours too",
                Set.of("kill"),
                (right, args) -> {
                  Object outcome = right.call();
                  endChildren();
                  return outcome;
                })
            .isCaughtBy("signals_touchThePinnedProcessAlone"));
  }

  private static List<Mutant> aboutWaiting() {
    return List.of(
        pin("thinks it has ended", AWAIT, (right, args) -> true)
            .isCaughtBy(
                "awaitExit_withZero_isFalseForALiveProcess_andTrueForAnEndedOne",
                "awaitExit_withLessThanAMillisecond_ends",
                "terminate_ofStubbornProcess_isSentButDoesNotEndIt_andKillDoes",
                "awaitExit_ofProcessThatEndsMeanwhile_isTrue"),
        pin(
                "counts in nanoseconds",
                AWAIT,
                (right, args) -> ((Duration) args[0]).toNanos() < 0 || (boolean) right.call())
            .isCaughtBy("awaitExit_withTimeoutThatNoSystemCallTakes_isTrueOnceTheProcessEnded"),
        pin(
                "returns when interrupted",
                AWAIT,
                (right, args) -> {
                  try {
                    return right.call();
                  } catch (InterruptedException e) {
                    return false;
                  }
                })
            .isCaughtBy(
                "awaitExit_whenInterrupted_throws", "awaitExit_ofInterruptedThread_throws"));
  }

  private static Object anything(long pid) {
    ProcBackEnd right = new ProcBackEnd(false);
    ProcessInfo process = ProcessInfo.builder(pid).build();
    return Optional.of(new HandlePin(right, process, new Presence.Running(1, "0")));
  }

  /** Ends every child of this process: the tests' own, which run one after another. */
  private static Object endChildren() {
    ProcessHandle.current()
        .children()
        .forEach(
            child -> {
              child.destroyForcibly();
              child.onExit().join();
            });
    return null;
  }
}
