package dev.portmanager.benchmarks.report;

import dev.portmanager.benchmarks.process.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws charts by matplotlib, in a virtual environment of its own. */
public final class Charts {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path sources;
  private final Path environment;
  private final Commands commands;

  /**
   * Creates an object that draws nothing yet.
   *
   * @param sources src/charts
   * @param environment where matplotlib is to be
   * @param commands runs the script
   */
  public Charts(Path sources, Path environment, Commands commands) {
    this.sources = sources;
    this.environment = environment;
    this.commands = commands;
  }

  /**
   * Draws.
   *
   * @param results the folder of the results
   * @param images where the charts are to be
   * @return the file names, by benchmark
   * @throws IOException if they cannot be drawn; there is a report without them
   */
  public Map<String, String> draw(Path results, Path images) throws IOException {
    Files.createDirectories(images);
    Commands.Outcome outcome =
        commands.run(
            LIMIT,
            List.of(
                "sh",
                sources.resolve("draw.sh").toString(),
                environment.toString(),
                results.toString(),
                images.toString()));
    if (outcome.exitCode() != 0) {
      throw new IOException(outcome.lastLine());
    }
    Map<String, String> charts = new LinkedHashMap<>();
    outcome
        .output()
        .lines()
        .filter(line -> line.startsWith("chart "))
        .map(line -> line.split(" ", 3))
        .forEach(words -> charts.put(words[1], words[2]));
    return charts;
  }
}
