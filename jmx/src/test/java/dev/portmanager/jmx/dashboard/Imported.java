package dev.portmanager.jmx.dashboard;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.portmanager.jmx.PortManagerMBeans;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The files that users import, as they lie in the jar, and what checks them. */
final class Imported {

  static final String DASHBOARD = "portmanager-grafana.json";
  static final String ALERTS = "portmanager-alerts.yml";

  /** The folder with what checks them. */
  static final Path CHECKS = Path.of("src", "test", "dashboards");

  private Imported() {}

  static String text(String file) throws IOException {
    try (InputStream in = PortManagerMBeans.class.getResourceAsStream("dashboards/" + file)) {
      if (in == null) {
        throw new AssertionError(file + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static JsonObject dashboard() throws IOException {
    return JsonParser.parseString(text(DASHBOARD)).getAsJsonObject();
  }
}
