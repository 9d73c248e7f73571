package dev.portmanager.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.portmanager.spi.AppLauncher;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.platform.engine.TestExecutionResult;

/** Shows that each test of the launchers' contract fails for some launcher that is wrong. */
@DisabledOnOs(OS.WINDOWS) // as the launcher that they are made from
class LauncherMutationTest {

  private static final Map<Class<? extends AppLauncher>, List<String>> CAUGHT =
      Map.of(
          WrongLaunchers.ForAnotherSystem.class, List.of("launcher_isMadeForThisSystem"),
          WrongLaunchers.CoarseExitCode.class, List.of("exitCode_isTheApplications"),
          WrongLaunchers.ThroughAShell.class, List.of("arguments_passUnchanged"),
          WrongLaunchers.LeakingEnvironment.class, List.of("environment_isExactlyTheGivenOne"),
          WrongLaunchers.OwnPath.class, List.of("program_isLookedUpOnThePathOfItsOwnEnvironment"),
          WrongLaunchers.MixedUp.class,
              List.of(
                  "missingProgram_isSaidToBeMissing_andTheCallerGoesOn",
                  "fileThatMayNotBeRun_isSaidToBeFound_andTheCallerGoesOn"),
          WrongLaunchers.Unholding.class,
              List.of("heldPort_isKeptFromStrangers_andFreeForTheApplication"),
          // It is no mutant: it stays itself where the contract is told that it becomes the app.
          ChildAppLauncher.class, List.of("pid_isTheLaunchersOwn_whereItBecomesTheApplication"));

  @TestFactory
  Stream<DynamicTest> wrongLauncher_isCaught() {
    return CAUGHT.keySet().stream()
        .map(launcher -> dynamicTest(launcher.getSimpleName(), () -> assertCaught(launcher)));
  }

  private static void assertCaught(Class<? extends AppLauncher> launcher) {
    MutantContract.launcher = launcher;
    Map<String, TestExecutionResult> results =
        ContractRun.of(MutantContract.class, CAUGHT.get(launcher));
    List<String> failed =
        results.entrySet().stream()
            .filter(one -> one.getValue().getStatus() == TestExecutionResult.Status.FAILED)
            .map(Map.Entry::getKey)
            .toList();
    assertThat(failed).containsAll(CAUGHT.get(launcher));
  }

  @Test
  void everyTestOfTheContract_failsForSomeMutant() {
    Set<String> uncaught = ContractRun.testsOf(AppLauncherContract.class);
    assertThat(uncaught).isNotEmpty();
    CAUGHT.values().forEach(uncaught::removeAll);
    assertThat(uncaught).isEmpty();
  }

  /** The contract on the launcher that is at work; not found by the build. */
  static class MutantContract extends AppLauncherContract {

    private static Class<? extends AppLauncher> launcher = ChildAppLauncher.class;

    @Override
    protected Class<? extends AppLauncher> launcherClass() {
      return launcher;
    }
  }
}
