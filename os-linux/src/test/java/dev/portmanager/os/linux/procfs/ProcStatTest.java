package dev.portmanager.os.linux.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatTest {

  private static final String REST =
      " S 12 4711 4711 0 -1 4194560 1 0 0 0 1 2 0 0 20 0 3 0 987654 2342 1 18446744073709551615\n";

  @Test
  void parse_readsTheFields() {
    assertThat(ProcStat.parse("4711 (java)" + REST))
        .isEqualTo(new ProcStat(4711, "java", 'S', 12, 4_194_560, 3, 987_654));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a) R 1 (b", ") S 1 1 1", "x\ny", "((", "))", " ", "", "4711 (java) S 1 2 3"})
  void hostileName_changesNoOtherField(String name) {
    ProcStat stat = ProcStat.parse("4711 (" + name + ")" + REST);
    assertThat(stat).isEqualTo(new ProcStat(4711, name, 'S', 12, 4_194_560, 3, 987_654));
  }

  @Test
  void everyShorterText_isMalformed_orHasTheSameStartOrLess() {
    String whole = "4711 (a) b)" + REST;
    int startEnds = whole.indexOf("987654") + 6;
    for (int length = 0; length < startEnds - 5; length++) {
      String cut = whole.substring(0, length);
      assertThatThrownBy(() -> ProcStat.parse(cut))
          .as("\"%s\"", cut)
          .isInstanceOf(MalformedProcFileException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x (a)", "-1 (a)", "99999999999999999999 (a)", " (a)", "4711 a)", "4711"})
  void wrongBeginning_isMalformed(String beginning) {
    assertThatThrownBy(() -> ProcStat.parse(beginning + REST))
        .isInstanceOf(MalformedProcFileException.class);
  }

  @Test
  void kernelThread_isKnownByItsFlag() {
    String text = "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 25 0 0";
    assertThat(ProcStat.parse(text).isKernelThread()).isTrue();
    assertThat(ProcStat.parse("4711 (java)" + REST).isKernelThread()).isFalse();
  }

  @Test
  void wordInThePlaceOfANumber_isShownHarmlessly() {
    String word = "\u001b[2J\n" + "x".repeat(10_000);
    String text = "7 (a) S " + word + " 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0";
    assertThatThrownBy(() -> ProcStat.parse(text))
        .isInstanceOf(MalformedProcFileException.class)
        .hasMessageContaining("in place of ?[2J?xxx")
        .extracting(Throwable::getMessage)
        .satisfies(said -> assertThat(said.length()).isLessThan(300))
        .satisfies(said -> assertThat(said).doesNotContain("\u001b", "\n"));
  }
}
