package dev.portmanager.cli.dashboard;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.portmanager.jmx.PortManagerMBeans;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What a dashboard asks Prometheus.
 *
 * @param variables what fills its selectors
 * @param queries what fills its panels
 */
public record GrafanaDashboard(List<Variable> variables, List<Query> queries) {

  /**
   * A selector.
   *
   * @param name its name
   * @param definition {@code label_values(SERIES, LABEL)}
   */
  public record Variable(String name, String definition) {}

  /**
   * A query of a panel.
   *
   * @param panel the panel's id
   * @param title the panel's title
   * @param ref which of the panel's queries
   * @param expression PromQL with Grafana's variables
   */
  public record Query(int panel, String title, String ref, String expression) {

    @Override
    public String toString() {
      return "\"" + title + "\" " + ref + ": " + expression;
    }
  }

  /** Returns the text of the dashboard that is in the jar. */
  public static String shipped() throws IOException {
    return resource("portmanager-grafana.json");
  }

  /** Returns the text of the alerts that are in the jar. */
  public static String shippedAlerts() throws IOException {
    return resource("portmanager-alerts.yml");
  }

  private static String resource(String file) throws IOException {
    try (InputStream in = PortManagerMBeans.class.getResourceAsStream("dashboards/" + file)) {
      if (in == null) {
        throw new AssertionError(file + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Reads a dashboard. */
  public static GrafanaDashboard parse(String json) {
    JsonObject dashboard = JsonParser.parseString(json).getAsJsonObject();
    List<Variable> variables = new ArrayList<>();
    for (JsonObject variable : objects(dashboard.getAsJsonObject("templating").get("list"))) {
      if (variable.get("type").getAsString().equals("query")) {
        String definition = variable.getAsJsonObject("query").get("query").getAsString();
        variables.add(new Variable(variable.get("name").getAsString(), definition));
      }
    }
    List<Query> queries = new ArrayList<>();
    for (JsonObject panel : objects(dashboard.get("panels"))) {
      JsonArray none = new JsonArray();
      for (JsonObject target : objects(panel.has("targets") ? panel.get("targets") : none)) {
        queries.add(
            new Query(
                panel.get("id").getAsInt(),
                panel.get("title").getAsString(),
                target.get("refId").getAsString(),
                target.get("expr").getAsString()));
      }
    }
    return new GrafanaDashboard(List.copyOf(variables), List.copyOf(queries));
  }

  private static List<JsonObject> objects(JsonElement array) {
    return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }
}
