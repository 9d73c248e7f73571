package dev.portmanager.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunTimeTest {
  @Test
  void aRunTakesSomeTime() {
    assertThat(RunTime.chosen()).isPositive();
  }
}
