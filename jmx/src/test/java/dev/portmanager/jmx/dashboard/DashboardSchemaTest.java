package dev.portmanager.jmx.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard against the schema that is generated from Grafana's own types. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(400)
class DashboardSchemaTest {

  @TempDir static Path folder;

  private static Program node;

  @BeforeAll
  static void install() throws Exception {
    node = Program.require("node", folder);
    Program npm = Program.require("npm", folder);
    for (String file : new String[] {"package.json", "package-lock.json", "validate.mjs"}) {
      Files.copy(Imported.CHECKS.resolve(file), folder.resolve(file));
    }
    Program.Result result =
        npm.run("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
    if (result.code() != 0) {
      Program.missing("npm cannot install Grafana's types: " + result.output());
    }
  }

  private static Program.Result validate(String dashboard) throws Exception {
    Path file = Files.createTempFile(folder, "dashboard", ".json");
    Files.writeString(file, dashboard);
    return node.run("validate.mjs", file.toString());
  }

  private static String broken(String part, String instead) throws IOException {
    String dashboard = Imported.text(Imported.DASHBOARD);
    assertThat(dashboard).contains(part);
    return dashboard.replace(part, instead);
  }

  @Test
  void dashboard_isValid() throws Exception {
    Program.Result result = validate(Imported.text(Imported.DASHBOARD));
    assertThat(result.output()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void widthInWords_isNot() throws Exception {
    Program.Result result = validate(broken("\"w\": 12", "\"w\": \"twelve\""));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("/gridPos/w must be number");
  }

  @Test
  void missingVersion_isNot() throws Exception {
    Program.Result result = validate(broken("\"schemaVersion\": 39,", ""));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("schemaVersion");
  }

  @Test
  void unknownKey_isNot() throws Exception {
    Program.Result result = validate(broken("\"graphTooltip\"", "\"graphTooltips\""));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("graphTooltips");
  }

  @Test
  void unknownKindOfVariable_isNot() throws Exception {
    Program.Result result = validate(broken("\"type\": \"query\"", "\"type\": \"qwery\""));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("/templating/list");
  }
}
