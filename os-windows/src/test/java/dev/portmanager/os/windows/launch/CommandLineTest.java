package dev.portmanager.os.windows.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  @Test
  void wordsAreQuotedAsProgramsTakeThemApart() {
    assertThat(CommandLine.of(List.of("a.exe", "", "two words", "say \"hi\"", "end\\")))
        .isEqualTo("a.exe \"\" \"two words\" \"say \\\"hi\\\"\" end\\");
    assertThat(CommandLine.of(List.of("C:\\a b\\", "\\\"", "*.txt")))
        .isEqualTo("\"C:\\a b\\\\\" \"\\\\\\\"\" \"*.txt\"");
  }

  @Test
  void batchFileIsRunByCmd_withEachWordInQuotes() {
    assertThat(CommandLine.isBatch("C:\\npm.CMD")).isTrue();
    assertThat(CommandLine.isBatch("C:\\node.exe")).isFalse();
    assertThat(CommandLine.ofBatch(List.of("C:\\a b\\npm.cmd", "run", "a&b")))
        .isEqualTo("cmd.exe /d /s /v:off /c \"\"C:\\a b\\npm.cmd\" \"run\" \"a&b\"\"");
  }

  @Test
  void whatCmdWouldActOnIsRefused() {
    for (String bad : List.of("\"", "%PATH%", "a\nb", "a\rb")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CommandLine.ofBatch(List.of("a.cmd", bad)))
          .withMessageContaining("batch file");
    }
  }

  @Test
  void environmentIsSorted_endsTwice_andHasTheSystemsFolder() {
    assertThat(
            new String(
                EnvironmentBlock.of(
                    Map.of("b", "2", "A", "1"), Map.of("SystemRoot", "C:\\Windows"))))
        .isEqualTo("A=1\0b=2\0SystemRoot=C:\\Windows\0\0");
    assertThat(new String(EnvironmentBlock.of(Map.of(), Map.of()))).isEqualTo("\0\0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EnvironmentBlock.of(Map.of("a", "b\0c"), Map.of()));
  }
}
