package dev.portmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void ordinaryTextStaysAsItIs() {
    assertThat(Printable.of("Bücher 图书 🚀 --port=80", 80)).isEqualTo("Bücher 图书 🚀 --port=80");
  }

  @Test
  void whatCouldMoveTheCursorOrTurnTheTextIsReplaced() {
    assertThat(Printable.of("a\u001b[2Jb\nc\rd\u0007\u009b\u202ee\u2028\u200bf", 80))
        .isEqualTo("a?[2Jb?c?d???e??f");
  }

  @Test
  void unpairedSurrogatesAreReplaced() {
    assertThat(Printable.of("a\ud83db\ude80", 80)).isEqualTo("a?b?");
  }

  @Test
  void longTextIsCutWithoutSplittingACharacter() {
    assertThat(Printable.of("x".repeat(100_000), 10)).isEqualTo("xxxxxxx...");
    assertThat(Printable.of("xxxxxx🚀xxxx", 10)).isEqualTo("xxxxxx...");
    assertThatThrownBy(() -> Printable.of("x", 3)).isInstanceOf(IllegalArgumentException.class);
  }
}
