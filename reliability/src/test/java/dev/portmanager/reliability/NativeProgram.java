package dev.portmanager.reliability;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A small C program of the tests, compiled where it is needed. */
public final class NativeProgram {

  private static final long DEADLINE_SECONDS = 60;

  private NativeProgram() {}

  /**
   * Compiles a program, or skips the test where there is no compiler.
   *
   * @param folder where to put it
   * @param name of the program; its source is {@code native/NAME.c} among the resources
   * @return the program
   */
  public static Path compile(Path folder, String name) throws IOException, InterruptedException {
    requireTool("gcc");
    Path source = folder.resolve(name + ".c");
    String resource = "/native/" + name + ".c";
    try (InputStream in = NativeProgram.class.getResourceAsStream(resource)) {
      Files.write(source, Objects.requireNonNull(in, resource).readAllBytes());
    }
    Path program = folder.resolve(name);
    Process compiler =
        new ProcessBuilder("gcc", "-O1", "-pthread", "-o", program.toString(), source.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!compiler.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
      throw new IOException("gcc cannot compile " + resource + ": " + said);
    }
    return program;
  }

  /** Skips the test where a program is missing, or fails it where none may be. */
  public static void requireTool(String tool) {
    boolean present =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    if (!present && "true".equals(System.getenv("PORTMANAGER_REQUIRE_TOOLS"))) {
      fail(tool + " is not installed, and PORTMANAGER_REQUIRE_TOOLS=true wants it");
    }
    assumeTrue(present, "needs " + tool);
  }
}
