package dev.portmanager.jmx.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboard keeps the rules, and the rules notice when it does not. */
class DashboardRulesTest {

  @Test
  void dashboard_keepsAllRules() throws Exception {
    assertThat(DashboardRules.brokenBy(Imported.dashboard())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "editable": false | "editable": true | uneditable-dashboard
          "id": null | "id": 7 | import
          "uid": "portmanager" | "uid": "other" | import
          "__requires" | "__inputs" | provisioning
          "label": "Data Source" | "label": "Source" | template-datasource-rule
          "label": "Job" | "label": "Jobs" | template-job-rule
          "allValue": ".+" | "allValue": ".*" | template-instance-rule
          "multi": true | "multi": false | template-manager-rule
          "refresh": 2 | "refresh": 1 | template-on-time-change-reload-rule
          "label_values( | "label_value( | template-label-promql-rule
          "uid": "${datasource}" | "uid": "prometheus" | panel-datasource-rule
          "title": "Conflicts" | "title": "" | panel-title-description-rule
          "unit": "reqps" | "unit": "requests" | panel-units-rule
          "refId": "B" | "refId": "A" | target-ref
          job=~\\"$job\\", | job=\\"$job\\", | target-job-rule
          instance=~\\"$instance\\" | instance=\\"a\\" | target-instance-rule
          [$__rate_interval] | [5m] | target-rate-interval-rule
          increase(portmanager_jmx | avg_over_time(portmanager_jmx | target-counter-agg-rule
          rate(portmanager_lease_seconds_count | max(portmanager_lease_seconds_count | counter-agg
          """)
  void dashboardThatBreaksARule_isNoticed(String part, String instead, String rule)
      throws Exception {
    String whole = Imported.text(Imported.DASHBOARD);
    assertThat(whole).contains(part);
    String broken = whole.replace(part, instead);
    assertThat(DashboardRules.brokenBy(JsonParser.parseString(broken).getAsJsonObject()))
        .anyMatch(complaint -> complaint.contains(rule));
  }
}
