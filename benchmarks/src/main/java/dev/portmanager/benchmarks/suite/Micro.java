package dev.portmanager.benchmarks.suite;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.portmanager.benchmarks.micro.Leasing;
import dev.portmanager.benchmarks.process.Commands;
import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.statistics.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What happens inside of one process: run by JMH, with its allocation profiler. */
final class Micro implements Benchmark {

  private static final String TABLE = "Inside of one process (JMH)";
  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final String GENERATOR =
      "org.openjdk.jmh.generators.bytecode.JmhBytecodeGenerator";
  private static final double AGAIN_BYTES = 1024;

  private static final Map<String, String> LABELS =
      Map.of(
          "Leasing.again", "getUniquePort, the app has its port",
          "Leasing.leaseAndRelease", "getUniquePort, new, and releasePort",
          "Leasing.probe", "isPortInUse, a free port",
          "Probing.passOverBusy", "passing over a busy port while searching",
          "Publishing.publish 0", "publishing an event, no observer",
          "Publishing.publish 1", "publishing an event, one observer",
          "Dumping.hundredListeners", "dump and decode of 100 listeners",
          "Dumping.oneListener", "dump and decode of 1 listener");

  @Override
  public String name() {
    return "micro";
  }

  @Override
  public String title() {
    return TABLE;
  }

  @Override
  public void run(Bench bench, Findings findings) throws IOException {
    findings.table(
        TABLE,
        "Average time of a call; median and middle half of the iterations. \"garbage\" is what a"
            + " call allocates on the Java heap, of its own thread and others, from the profiler"
            + " gc.");
    Path folder = bench.layout().target().resolve("jmh");
    Path result = folder.resolve("result.json");
    String classPath = System.getProperty("java.class.path");
    generate(bench, folder, classPath);
    Files.deleteIfExists(result);
    List<String> command = new ArrayList<>(List.of(Bench.javaProgram()));
    command.addAll(List.of("-cp", folder.resolve("classes") + ":" + classPath));
    command.addAll(List.of("org.openjdk.jmh.Main", "-bm", "avgt", "-tu", "ns", "-f", "1"));
    command.addAll(List.of("-prof", "gc", "-foe", "true", "-w", "1", "-r", "1"));
    command.addAll(
        bench.isQuick() ? List.of("-wi", "2", "-i", "3") : List.of("-wi", "4", "-i", "7"));
    String registry = "-D" + Leasing.FOLDER + "=" + bench.registry();
    command.addAll(List.of("-jvmArgsAppend", registry));
    command.addAll(List.of("-rf", "json", "-rff", result.toString()));
    requireSuccess("JMH", bench.commands().run(LIMIT, command));
    JsonArray all = JsonParser.parseString(Files.readString(result)).getAsJsonArray();
    for (JsonElement element : all) {
      add(findings, element.getAsJsonObject());
    }
  }

  /** Makes the classes that JMH runs, of the benchmarks' class files. */
  private static void generate(Bench bench, Path folder, String classPath) throws IOException {
    Path sources = folder.resolve("sources");
    Path classes = folder.resolve("classes");
    Files.createDirectories(sources);
    Files.createDirectories(classes);
    String compiled = bench.layout().target().resolve("classes").toString();
    List<String> generate = new ArrayList<>(List.of(Bench.javaProgram(), "-cp", classPath));
    generate.addAll(List.of(GENERATOR, compiled, sources.toString(), classes.toString()));
    requireSuccess("JMH's generator", bench.commands().run(LIMIT, generate));
    List<String> compile = new ArrayList<>(List.of("javac", "-nowarn", "-cp"));
    compile.addAll(List.of(classPath, "-d", classes.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(compile::add);
    }
    requireSuccess("javac", bench.commands().run(LIMIT, compile));
  }

  private static void requireSuccess(String what, Commands.Outcome outcome) throws IOException {
    if (outcome.exitCode() != 0) {
      throw new IOException(what + " failed: " + outcome.output());
    }
  }

  private static void add(Findings findings, JsonObject run) {
    String[] words = run.get("benchmark").getAsString().split("\\.", -1);
    String name = words[words.length - 2] + "." + words[words.length - 1];
    if (run.has("params")) {
      name += " " + run.getAsJsonObject("params").get("observers").getAsString();
    }
    String label = LABELS.getOrDefault(name, name);
    JsonArray raw =
        run.getAsJsonObject("primaryMetric").getAsJsonArray("rawData").get(0).getAsJsonArray();
    double[] nanos = new double[raw.size()];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = raw.get(i).getAsDouble();
    }
    double bytes = bytes(run.getAsJsonObject("secondaryMetrics"));
    findings.add(TABLE, Cell.of(label, "time", Figure.of(nanos)));
    findings.add(TABLE, Cell.of(label, "garbage", String.format(Locale.ROOT, "%,.0f B", bytes)));
    if (name.equals("Leasing.again")) {
      findings.atMost("garbage of a repeated getUniquePort", AGAIN_BYTES, " B", bytes);
    }
  }

  private static double bytes(JsonObject metrics) {
    for (Map.Entry<String, JsonElement> metric : metrics.entrySet()) {
      if (metric.getKey().endsWith("gc.alloc.rate.norm")) {
        return metric.getValue().getAsJsonObject().get("score").getAsDouble();
      }
    }
    throw new IllegalStateException("JMH told no allocation rate: " + metrics.keySet());
  }
}
