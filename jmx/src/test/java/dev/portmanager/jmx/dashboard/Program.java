package dev.portmanager.jmx.dashboard;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of the system that a test needs, run in a folder of its own. */
record Program(String name, Path folder) {

  private static final long DEADLINE_SECONDS = 180;

  /** What a run came to; both streams in one. */
  record Result(int code, String output) {}

  /** Returns one, or skips the test; where .ci/run has installed everything, fails it. */
  static Program require(String name, Path folder) {
    boolean present =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, name)));
    if (!present) {
      missing(name + " is not installed");
    }
    return new Program(name, folder);
  }

  /** Skips the test, or fails it where nothing may be missing. */
  static void missing(String reason) {
    if ("true".equals(System.getenv("PORTMANAGER_REQUIRE_TOOLS"))) {
      fail(reason + ", and PORTMANAGER_REQUIRE_TOOLS=true lets nothing be missing");
    }
    abort(reason);
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(name));
    words.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, name, ".out");
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError(words + " did not end: " + Files.readString(output));
    }
    return new Result(process.exitValue(), Files.readString(output));
  }
}
