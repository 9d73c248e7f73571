package dev.portmanager.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.portmanager.spi.ProcessKiller;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.platform.engine.TestExecutionResult;

/** Shows that each test of the contract fails for some back end that is wrong. */
@EnabledOnOs(OS.LINUX)
class ContractMutationTest {

  /** Linux keeps this promise, and a back end cannot break it by what it says. */
  private static final Set<String> CANNOT_FAIL_HERE =
      Set.of("wildcardExcludesSpecific_isTrueOnlyWhereItDoes");

  private static final List<Mutant> MUTANTS =
      Stream.of(ListingMutants.all(), ProcessMutants.all()).flatMap(Collection::stream).toList();

  @TestFactory
  Stream<DynamicTest> wrongBackEnd_isCaught() {
    return MUTANTS.stream().map(mutant -> dynamicTest(mutant.fault(), () -> assertCaught(mutant)));
  }

  private static void assertCaught(Mutant mutant) {
    MutantContract.backEnd = mutant.backEnd().get();
    Map<String, TestExecutionResult> results =
        ContractRun.of(MutantContract.class, mutant.caught());
    assertThat(results).containsOnlyKeys(mutant.caught());
    // A test that needs what this machine lacks is skipped, which is not a pass.
    assertThat(results.values())
        .extracting(TestExecutionResult::getStatus)
        .doesNotContain(TestExecutionResult.Status.SUCCESSFUL)
        .contains(TestExecutionResult.Status.FAILED);
  }

  @Test
  void everyTestOfTheContract_failsForSomeMutant() {
    Set<String> uncaught = ContractRun.testsOf(ProcessKillerContract.class);
    assertThat(uncaught).hasSizeGreaterThan(60);
    MUTANTS.forEach(mutant -> uncaught.removeAll(mutant.caught()));
    assertThat(uncaught).isEqualTo(CANNOT_FAIL_HERE);
  }

  /** The contract on the mutant that is at work; not found by the build, which runs no member. */
  static class MutantContract extends ProcessKillerContract {

    private static ProcessKiller backEnd = Mutant.right();

    @Override
    protected ProcessKiller processKiller() {
      return backEnd;
    }

    @Override
    protected Optional<List<String>> asOtherUser() {
      return RootOnly.asOtherUser();
    }

    @Override
    protected Optional<ProcessHandle> startWithPid(long pid) throws IOException {
      return RootOnly.startWithPid(pid);
    }
  }
}
