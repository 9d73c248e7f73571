package dev.portmanager.reliability.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of the fuzzer, in a JVM of its own with a small heap.
 *
 * @param code what it ended with, 0 if nothing was found
 * @param said all that it said
 */
record FuzzRun(int code, String said) {

  /** More than the fuzzer takes to start and to read its seeds on a busy machine. */
  private static final Duration SPARE = Duration.ofMinutes(3);

  private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";

  /** Of the fuzzer: they look for holes in web servers, where a path from outside is one. */
  private static final String SANITIZERS = "com.code_intelligence.jazzer.sanitizers.";

  private static final List<String> NOT_USED =
      List.of(
          "BigDecimal",
          "ClojureLangHooks",
          "Deserialization",
          "ExpressionLanguageInjection",
          "FilePathTraversal",
          "LdapInjection",
          "NamingContextLookup",
          "OsCommandInjection",
          "ReflectiveCall",
          "RegexInjection",
          "RegexRoadblocks",
          "ScriptEngineInjection",
          "ServerSideRequestForgery",
          "SqlInjection",
          "TemplateInjection",
          "UnsafeSanitizer",
          "XPathInjection",
          "XmlParserSsrfGuidance");

  private static final Pattern NOT_NEEDED =
      Pattern.compile("junit|assertj|byte-buddy|mockito|objenesis|micrometer|prometheus|testkit");

  private static final Pattern EXECUTIONS =
      Pattern.compile("^stat::number_of_executed_units: (\\d+)", Pattern.MULTILINE);
  private static final Pattern COVERAGE = Pattern.compile(" cov: (\\d+) ft: \\d+");

  /**
   * Fuzzes a target.
   *
   * @param folder where inputs that are found are put, and temporary files
   */
  static FuzzRun of(Target target, Duration time, Path folder)
      throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command(target, time, folder, corpus))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      process.getOutputStream().close();
      long deadline = time.plus(SPARE).toSeconds();
      if (!process.waitFor(deadline, TimeUnit.SECONDS)) {
        throw new AssertionError(target + " did not end: " + Files.readString(log));
      }
      return new FuzzRun(process.exitValue(), Files.readString(log, StandardCharsets.ISO_8859_1));
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private static List<String> command(Target target, Duration time, Path folder, Path corpus) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading"));
    words.addAll(List.of("-Djava.io.tmpdir=" + folder, "-cp", classPath(), JAZZER));
    words.add("--target_class=" + target.className());
    words.addAll(List.of("--instrumentation_includes=dev.portmanager.**"));
    words.add("--disabled_hooks=" + SANITIZERS + String.join(":" + SANITIZERS, NOT_USED));
    words.add("--reproducer_path=" + folder);
    // No limit of libFuzzer's: Linux counts the peak of the JVM that started this one as its own.
    words.addAll(List.of("-seed=1", "-timeout=10", "-rss_limit_mb=0", "-max_len=4096"));
    words.addAll(List.of("-print_final_stats=1", "-max_total_time=" + time.toSeconds()));
    words.addAll(List.of("-artifact_prefix=" + folder + "/"));
    words.addAll(List.of(corpus.toString(), target.seeds().toString()));
    return words;
  }

  /** The fuzzer reads all that is on its class path before it begins. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(part -> !NOT_NEEDED.matcher(part).find())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** How many inputs were tried. */
  OptionalLong executions() {
    return last(EXECUTIONS);
  }

  /** How many edges of the code were reached. */
  OptionalLong coverage() {
    return last(COVERAGE);
  }

  private OptionalLong last(Pattern pattern) {
    OptionalLong last = OptionalLong.empty();
    for (Matcher matcher = pattern.matcher(said); matcher.find(); ) {
      last = OptionalLong.of(Long.parseLong(matcher.group(1)));
    }
    return last;
  }
}
