package dev.portmanager.cli.dashboard;

import com.google.gson.JsonObject;
import dev.portmanager.cli.dashboard.GrafanaDashboard.Query;
import dev.portmanager.cli.dashboard.GrafanaDashboard.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks Prometheus everything that a dashboard would ask. */
public final class DashboardWalk {

  /** What Grafana would choose for a scrape each second and a short time range. */
  private static final String RATE_INTERVAL = "15s";

  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

  private final Prometheus prometheus;

  /** Creates one. */
  public DashboardWalk(Prometheus prometheus) {
    this.prometheus = prometheus;
  }

  /** Returns what is wrong with the answers; nothing if the dashboard would show everything. */
  public List<String> complaints(GrafanaDashboard dashboard) {
    List<String> complaints = new ArrayList<>();
    dashboard.variables().forEach(variable -> check(variable, complaints));
    dashboard.queries().forEach(query -> check(query, complaints));
    return complaints;
  }

  /** Returns a query as Grafana would send it with everything selected. */
  public static String concrete(String expression) {
    return expression
        .replace("$__rate_interval", RATE_INTERVAL)
        .replaceAll("\\$(job|instance|manager)\\b", ".+");
  }

  private void check(Variable variable, List<String> complaints) {
    Matcher matcher = LABEL_VALUES.matcher(variable.definition());
    if (!matcher.matches()) {
      complaints.add(variable + " is not understood");
      return;
    }
    try {
      if (prometheus.labelValues(matcher.group(2), concrete(matcher.group(1))).isEmpty()) {
        complaints.add(variable + " has no value");
      }
    } catch (Prometheus.RefusedException e) {
      complaints.add(variable + " is refused: " + e.getMessage());
    }
  }

  private void check(Query query, List<String> complaints) {
    try {
      List<JsonObject> series = prometheus.query(concrete(query.expression()));
      if (series.isEmpty()) {
        complaints.add(query + " has no series");
      } else if (series.stream().allMatch(DashboardWalk::isNotANumber)) {
        complaints.add(query + " has no number");
      }
    } catch (Prometheus.RefusedException e) {
      complaints.add(query + " is refused: " + e.getMessage());
    }
  }

  private static boolean isNotANumber(JsonObject series) {
    return Double.isNaN(series.getAsJsonArray("value").get(1).getAsDouble());
  }
}
