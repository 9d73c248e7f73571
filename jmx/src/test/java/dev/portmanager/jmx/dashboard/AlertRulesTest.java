package dev.portmanager.jmx.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The alerts, as Prometheus' own tool judges them. */
@Timeout(300)
class AlertRulesTest {

  private static final String CASES = "alerts-test.yml";

  @TempDir Path folder;

  private Program promtool(String alerts) throws IOException {
    Program promtool = Program.require("promtool", folder);
    Files.writeString(folder.resolve(Imported.ALERTS), alerts);
    Files.copy(Imported.CHECKS.resolve(CASES), folder.resolve(CASES));
    return promtool;
  }

  @Test
  void rules_areWellFormed() throws Exception {
    Program.Result result =
        promtool(Imported.text(Imported.ALERTS)).run("check", "rules", Imported.ALERTS);
    assertThat(result.output()).contains("SUCCESS: 6 rules found");
    assertThat(result.code()).as(result.output()).isZero();
  }

  @Test
  void rules_fireWhenTheyShould_andElseDoNot() throws Exception {
    Program.Result result = promtool(Imported.text(Imported.ALERTS)).run("test", "rules", CASES);
    assertThat(result.code()).as(result.output()).isZero();
  }

  /** Proves that the cases would notice. */
  @Test
  void rulesThatAreWrong_fail() throws Exception {
    String wrong = Imported.text(Imported.ALERTS).replace("< 0.10", "< 0.01");
    assertThat(promtool(wrong).run("test", "rules", CASES).code()).isNotZero();
  }

  @Test
  void eachRule_hasACaseThatFires_andOneThatDoesNot() throws Exception {
    String cases = Files.readString(Imported.CHECKS.resolve(CASES));
    List<String> alerts = names("- alert: (\\w+)", Imported.text(Imported.ALERTS));
    assertThat(alerts).hasSize(6);
    assertThat(names("alertname: (\\w+)\n +exp_alerts: \\[\\]", cases)).containsAll(alerts);
    assertThat(names("alertname: (\\w+)\n +exp_alerts:\n", cases)).containsAll(alerts);
  }

  @Test
  void eachRule_saysWhatToDo() throws Exception {
    String alerts = Imported.text(Imported.ALERTS);
    for (String key : List.of("severity", "summary", "description", "action")) {
      assertThat(names("\n +(" + key + "): ['\"\\w]", alerts)).as(key).hasSize(6);
    }
  }

  private static List<String> names(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
