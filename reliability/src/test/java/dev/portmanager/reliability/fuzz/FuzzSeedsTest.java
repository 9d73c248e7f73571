package dev.portmanager.reliability.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fuzzer starts from, and what it once found, without the fuzzer. */
class FuzzSeedsTest {

  private static final int MUTANTS = 10;

  @ParameterizedTest
  @EnumSource(Target.class)
  void everySeed_isDecoded_orRefusedAsDocumented(Target target) throws Exception {
    assertThat(target.seedFiles()).isNotEmpty();
    for (Path seed : target.seedFiles()) {
      byte[] input = Files.readAllBytes(seed);
      assertThatCode(() -> target.run(input)).as("%s", seed).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void everySeed_cutOrChangedAnywhere_isSo_too(Target target) throws Exception {
    Random random = new Random(20_26);
    for (Path seed : target.seedFiles()) {
      byte[] whole = Files.readAllBytes(seed);
      for (int i = 0; i < MUTANTS && whole.length > 1; i++) {
        byte[] input = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
        input[random.nextInt(input.length)] = (byte) random.nextInt();
        assertThatCode(() -> target.run(input))
            .as("%s: %s", seed, Arrays.toString(input))
            .doesNotThrowAnyException();
      }
    }
  }
}
