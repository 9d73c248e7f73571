package dev.portmanager.jmx.dashboard;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The rules of Grafana's dashboard-linter that concern a Prometheus dashboard, under its names, and
 * what both ways of importing need. PromQL itself is judged by a real Prometheus elsewhere.
 */
final class DashboardRules {

  private static final Set<String> UNITS =
      Set.of("short", "percentunit", "s", "reqps", "cps", "ops");
  private static final Pattern SELECTOR = Pattern.compile("(portmanager_\\w+)(\\{[^}]*\\})?");
  private static final Pattern RANGE =
      Pattern.compile("(\\w+)\\(portmanager_\\w+[^\\[]*\\[(.*?)\\]");
  private static final Pattern COUNTER =
      Pattern.compile(
          "(\\w*)\\(?portmanager_(?!process_kill_active)\\w+_(total|count|sum|bucket)\\b");
  private static final Set<String> RATES = Set.of("rate", "irate", "increase");

  private final List<String> broken = new ArrayList<>();

  private DashboardRules() {}

  /** Returns the rules that a dashboard breaks, and where. */
  static List<String> brokenBy(JsonObject dashboard) {
    DashboardRules rules = new DashboardRules();
    rules.whole(dashboard);
    Map<String, String> labels = Map.of("job", "Job", "instance", "Instance", "manager", "Manager");
    labels.forEach((name, label) -> rules.queryVariable(variable(dashboard, name), label));
    rules.datasourceVariable(variable(dashboard, "datasource"));
    for (JsonObject panel : objects(dashboard.get("panels"))) {
      if (!text(panel, "type").equals("row")) {
        rules.panel(panel);
      }
    }
    return rules.broken;
  }

  private void require(boolean kept, String rule, String where) {
    if (!kept) {
      broken.add(rule + ": " + where);
    }
  }

  private void whole(JsonObject dashboard) {
    require(!dashboard.get("editable").getAsBoolean(), "uneditable-dashboard", "editable");
    require(dashboard.get("id").isJsonNull(), "import", "id must be null");
    require(text(dashboard, "uid").equals("portmanager"), "import", "uid must stay");
    require(!dashboard.has("__inputs"), "provisioning", "__inputs are not known there");
    Set<Integer> ids = new HashSet<>();
    for (JsonObject panel : objects(dashboard.get("panels"))) {
      require(ids.add(panel.get("id").getAsInt()), "panel-id", text(panel, "title"));
    }
  }

  private void datasourceVariable(JsonObject variable) {
    require(text(variable, "label").equals("Data Source"), "template-datasource-rule", "label");
    require(text(variable, "type").equals("datasource"), "template-datasource-rule", "type");
    require(text(variable, "query").equals("prometheus"), "template-datasource-rule", "query");
  }

  private void queryVariable(JsonObject variable, String label) {
    String rule = "template-" + text(variable, "name") + "-rule";
    require(text(variable, "label").equals(label), rule, "label");
    require(text(variable, "type").equals("query"), rule, "type");
    require(variable.get("multi").getAsBoolean(), rule, "multi");
    require(text(variable, "allValue").equals(".+"), rule, "allValue");
    require(variable.get("refresh").getAsInt() == 2, "template-on-time-change-reload-rule", rule);
    require(hasDatasource(variable), rule, "datasource");
    require(
        text(variable, "definition").matches("label_values\\(portmanager_\\w+(\\{.*\\})?, \\w+\\)"),
        "template-label-promql-rule",
        text(variable, "definition"));
  }

  private void panel(JsonObject panel) {
    String title = text(panel, "title");
    require(!title.isBlank(), "panel-title-description-rule", "title of " + panel.get("id"));
    require(!text(panel, "description").isBlank(), "panel-title-description-rule", title);
    require(hasDatasource(panel), "panel-datasource-rule", title);
    JsonObject defaults = panel.getAsJsonObject("fieldConfig").getAsJsonObject("defaults");
    require(UNITS.contains(text(defaults, "unit")), "panel-units-rule", title);
    List<JsonObject> targets = objects(panel.get("targets"));
    require(!targets.isEmpty(), "panel-no-targets-rule", title);
    Set<String> refs = new HashSet<>();
    for (JsonObject target : targets) {
      require(refs.add(text(target, "refId")), "target-ref", title);
      require(hasDatasource(target), "panel-datasource-rule", title);
      query(text(target, "expr"), title);
    }
  }

  private void query(String query, String title) {
    Matcher selector = SELECTOR.matcher(query);
    while (selector.find()) {
      String matchers = String.valueOf(selector.group(2));
      for (String label : List.of("job", "instance", "manager")) {
        boolean kept = matchers.contains(label + "=~\"$" + label + "\"");
        require(kept, "target-" + label + "-rule", title + ": " + query);
      }
    }
    Matcher range = RANGE.matcher(query);
    while (range.find()) {
      boolean kept = !RATES.contains(range.group(1)) || range.group(2).equals("$__rate_interval");
      require(kept, "target-rate-interval-rule", title + ": " + query);
    }
    Matcher counter = COUNTER.matcher(query);
    while (counter.find()) {
      require(RATES.contains(counter.group(1)), "target-counter-agg-rule", title + ": " + query);
    }
  }

  private static boolean hasDatasource(JsonObject object) {
    JsonElement source = object.get("datasource");
    return source != null && text(source.getAsJsonObject(), "uid").equals("${datasource}");
  }

  private static JsonObject variable(JsonObject dashboard, String name) {
    return objects(dashboard.getAsJsonObject("templating").get("list")).stream()
        .filter(variable -> text(variable, "name").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no variable " + name));
  }

  private static List<JsonObject> objects(JsonElement array) {
    JsonArray elements = array.getAsJsonArray();
    return StreamSupport.stream(elements.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static String text(JsonObject object, String key) {
    JsonElement element = object.get(key);
    return element == null || element.isJsonNull() ? "" : element.getAsString();
  }
}
