package dev.portmanager.cli.output;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import dev.portmanager.Diagnosis;
import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.LeaseInfo;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortStatus;
import dev.portmanager.ProcessInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The JSON documents of the commands, as docs/cli.md describes them. What is not known is left out.
 * Texts of other processes are cut at {@value Cell#MAX_LENGTH} characters.
 */
public final class Json {

  private final OutputStream out;
  private final boolean pretty;

  private Json(OutputStream out, boolean pretty) {
    this.out = out;
    this.pretty = pretty;
  }

  /**
   * Creates a printer of documents: spread over lines for people, else one line each.
   *
   * @param terminal where to print
   * @return the printer
   */
  public static Json on(Terminal terminal) {
    return new Json(terminal.bytes(), terminal.facts().output());
  }

  /**
   * Prints {@code {"leases":[...],"listeners":[...]}}.
   *
   * @param leases the leases
   * @param listeners the listeners
   */
  public void list(List<LeaseInfo> leases, List<Listener> listeners) {
    document(
        json -> {
          json.name("leases").beginArray();
          for (LeaseInfo lease : leases) {
            lease(json, lease);
          }
          json.endArray();
          json.name("listeners").beginArray();
          for (Listener listener : listeners) {
            json.beginObject().name("port").value(listener.port());
            listener(json, listener);
            json.endObject();
          }
          json.endArray();
        });
  }

  /**
   * Prints {@code {"ports":[{"port":...,"state":...,"reason":...,"listeners":[...]}]}}.
   *
   * @param ports the ports
   */
  public void ports(List<PortStatus> ports) {
    document(
        json -> {
          json.name("ports").beginArray();
          for (PortStatus port : ports) {
            json.beginObject().name("port").value(port.port());
            json.name("state").value(port.state().name());
            text(json, "reason", port.reason());
            listeners(json, port.listeners());
            json.endObject();
          }
          json.endArray();
        });
  }

  /**
   * Prints {@code {"ports":[{"port":...,"state":...,"reason":...,"outcomes":[...]}]}}.
   *
   * @param reports one for each port
   */
  public void kills(List<KillReport> reports) {
    document(
        json -> {
          json.name("ports").beginArray();
          for (KillReport report : reports) {
            json.beginObject().name("port").value(report.port());
            json.name("state").value(report.portAfter().name());
            text(json, "reason", report.reason());
            json.name("outcomes").beginArray();
            for (KillOutcome outcome : report.outcomes()) {
              outcome(json, outcome);
            }
            json.endArray();
            listeners(json, report.listenersAfter());
            json.endObject();
          }
          json.endArray();
        });
  }

  /**
   * Prints {@code {"findings":[{"topic":...,"level":...,"message":...}]}}.
   *
   * @param findings the findings
   */
  public void findings(List<Diagnosis> findings) {
    document(
        json -> {
          json.name("findings").beginArray();
          for (Diagnosis finding : findings) {
            json.beginObject();
            text(json, "topic", finding.topic());
            json.name("level").value(finding.level().name());
            text(json, "message", finding.message());
            text(json, "remedy", finding.remedy());
            json.endObject();
          }
          json.endArray();
        });
  }

  private void document(Body body) {
    try {
      OutputStreamWriter bytes = new OutputStreamWriter(out, StandardCharsets.UTF_8);
      JsonWriter json = new JsonWriter(new SafeJsonWriter(bytes));
      json.setFormattingStyle(pretty ? FormattingStyle.PRETTY : FormattingStyle.COMPACT);
      json.beginObject();
      body.write(json);
      json.endObject();
      json.flush();
      bytes.write('\n');
      bytes.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void lease(JsonWriter json, LeaseInfo lease) throws IOException {
    json.beginObject();
    text(json, "app", lease.app());
    json.name("port").value(lease.port());
    json.name("pid").value(lease.pid());
    json.name("since").value(time(lease.since()));
    text(json, "user", lease.user());
    text(json, "expiresAt", lease.expiresAt().map(Json::time));
    json.endObject();
  }

  private static void listeners(JsonWriter json, List<Listener> listeners) throws IOException {
    json.name("listeners").beginArray();
    for (Listener listener : listeners) {
      json.beginObject();
      listener(json, listener);
      json.endObject();
    }
    json.endArray();
  }

  private static void listener(JsonWriter json, Listener listener) throws IOException {
    json.name("protocol").value(listener.protocol().name());
    text(json, "address", Addresses.host(listener.address()));
    Ownership ownership = listener.ownership();
    if (ownership instanceof Ownership.Known known) {
      json.name("owners").beginArray();
      for (ProcessInfo owner : known.owners()) {
        process(json, owner);
      }
      json.endArray();
      text(json, "caveat", known.caveat());
    } else if (ownership instanceof Ownership.Hidden hidden) {
      text(json, "hidden", hidden.reason());
    } else if (ownership instanceof Ownership.None none) {
      text(json, "none", none.reason());
    }
  }

  private static void process(JsonWriter json, ProcessInfo process) throws IOException {
    json.beginObject().name("pid").value(process.pid());
    text(json, "name", process.name());
    text(json, "command", process.commandLine());
    text(json, "user", process.user());
    text(json, "since", process.startedAt().map(Json::time));
    if (process.parentPid().isPresent()) {
      json.name("parentPid").value(process.parentPid().getAsLong());
    }
    text(json, "executable", process.executable());
    text(json, "service", process.service());
    text(json, "container", process.container());
    json.endObject();
  }

  private static void outcome(JsonWriter json, KillOutcome outcome) throws IOException {
    json.beginObject().name("pid").value(outcome.process().pid());
    text(json, "name", outcome.process().name());
    json.name("result").value(outcome.result().name());
    json.name("millis").value(outcome.elapsed().toMillis());
    text(json, "reason", outcome.reason());
    json.endObject();
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static void text(JsonWriter json, String name, Optional<String> text) throws IOException {
    if (text.isPresent()) {
      text(json, name, text.get());
    }
  }

  private static void text(JsonWriter json, String name, String text) throws IOException {
    int end = Math.min(text.length(), Cell.MAX_LENGTH);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    json.name(name).value(text.substring(0, end));
  }

  /** What stands between the outer braces of a document. */
  private interface Body {
    void write(JsonWriter json) throws IOException;
  }
}
