package dev.portmanager.cli.dashboard;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.portmanager.cli.dashboard.GrafanaDashboard.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps what the panels of a dashboard would show of a stretch of time. */
public final class Recording {

  private Recording() {}

  /**
   * Writes the answer to every query of a dashboard.
   *
   * @param file where
   * @param seconds the length of the stretch, which ends now
   */
  public static void write(
      Path file, GrafanaDashboard dashboard, Prometheus prometheus, int seconds)
      throws IOException {
    double end = prometheus.value("vector(time())");
    double start = end - seconds;
    JsonArray answers = new JsonArray();
    for (Query query : dashboard.queries()) {
      JsonObject answer = new JsonObject();
      String expression = DashboardWalk.concrete(query.expression());
      answer.addProperty("panel", query.panel());
      answer.addProperty("ref", query.ref());
      answer.addProperty("expression", expression);
      answer.add("result", prometheus.range(expression, start, end, 1));
      answers.add(answer);
    }
    JsonObject recording = new JsonObject();
    recording.addProperty("start", start);
    recording.addProperty("end", end);
    recording.add("answers", answers);
    Files.writeString(file, new Gson().toJson(recording));
  }
}
