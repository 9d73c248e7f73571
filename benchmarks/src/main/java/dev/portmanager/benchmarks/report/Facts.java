package dev.portmanager.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine that it was measured on.
 *
 * @param processor model and number
 * @param system name and version of the kernel
 * @param memory how much
 * @param java the JVM
 * @param user who ran it
 */
public record Facts(String processor, String system, String memory, String java, String user) {

  /**
   * Looks at this machine.
   *
   * @return its facts
   */
  public static Facts here() {
    String model = line("/proc/cpuinfo", "model name").orElse("unknown processor");
    return new Facts(
        Runtime.getRuntime().availableProcessors() + " x " + model,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        line("/proc/meminfo", "MemTotal").map(Facts::gigabytes).orElse("unknown"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        System.getProperty("user.name"));
  }

  /**
   * Returns now.
   *
   * @return ISO 8601, UTC, to the minute
   */
  public static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MINUTES).toString();
  }

  /** Of {@code 24684084 kB}. */
  private static String gigabytes(String text) {
    String kilobytes = text.replaceAll("[^0-9]", "");
    return Math.round(Long.parseLong(kilobytes) / 1024.0 / 1024.0) + " GiB";
  }

  private static Optional<String> line(String file, String name) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty(); // another system: it is printed as unknown
    }
  }
}
