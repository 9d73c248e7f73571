package dev.portmanager.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the tests need of the machine: other users, a compiler, another JVM. */
public final class Machine {

  private static final long DEADLINE_SECONDS = 60;

  private Machine() {}

  static boolean isRoot() {
    return new LinuxHost().userId().equals("0");
  }

  /** Whether the kernel should tell owners here: if it does not, that is a failure. */
  public static boolean mayAskTheKernel() {
    LinuxViewer viewer = new LinuxViewer(new LinuxHost());
    return isRoot()
        && !viewer.visibility().userNamespace()
        && !viewer.visibility().pidNamespace()
        && Files.exists(Path.of("/sys/kernel/btf/vmlinux"));
  }

  static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** The words before a command that run it as a user without rights. */
  static Optional<List<String>> asNobody() {
    return isRoot() && has("setpriv")
        ? Optional.of(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"))
        : Optional.empty();
  }

  /** The command that runs {@link Probe} in a JVM of its own. */
  static List<String> java(List<String> options, String... words) {
    return java(options, System.getProperty("java.class.path"), words);
  }

  /** The same from a copy of the classes that every user can read. */
  static List<String> javaForEveryone(Path folder, String... words) throws IOException {
    Path copy = Files.createDirectories(folder.resolve("classes"));
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      if (Files.isDirectory(Path.of(entry)) || entry.matches(".*(jna|portmanager)[^/]*\\.jar")) {
        Path target = copy.resolve(Integer.toString(entries.size()));
        copyTree(Path.of(entry), target);
        entries.add(target.toString());
      }
    }
    for (Path open = copy; open != null && Files.isWritable(open); open = open.getParent()) {
      open.toFile().setExecutable(true, false);
    }
    return java(List.of(), String.join(":", entries), words);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        target.toFile().setReadable(true, false);
        if (Files.isDirectory(target)) {
          target.toFile().setExecutable(true, false);
        }
      }
    } catch (DirectoryNotEmptyException e) {
      return; // copied by the test's last call
    }
  }

  private static List<String> java(List<String> options, String classPath, String... words) {
    return Stream.of(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED"),
            options,
            // Its file is named by the pid, which is 1 in every pid namespace: two would collide.
            List.of("-XX:-UsePerfData"),
            List.of("-cp", classPath, Probe.class.getName()),
            List.of(words))
        .flatMap(List::stream)
        .toList();
  }

  /** Compiles a C program, or skips the test where there is no compiler. */
  public static Path compile(Path folder, String name) throws IOException, InterruptedException {
    assumeTrue(has("gcc"), "needs gcc");
    Path source = folder.resolve(name);
    try (var in = Machine.class.getResourceAsStream("/native/" + name)) {
      assertThat(in).as("/native/%s on the class path", name).isNotNull();
      Files.copy(in, source);
    }
    Path program = folder.resolve(name.replace(".c", ""));
    String output =
        run(List.of("gcc", "-pthread", "-o", program.toString(), source.toString())).output();
    assertThat(program).as(output).exists();
    return program;
  }

  /** Runs a command to its end. */
  static Result run(List<String> command) throws IOException, InterruptedException {
    File output = File.createTempFile("machine", ".out");
    try {
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
      try {
        assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
            .as("%s ends in time", command)
            .isTrue();
        return new Result(process.pid(), process.exitValue(), Files.readString(output.toPath()));
      } finally {
        process.destroyForcibly();
      }
    } finally {
      Files.delete(output.toPath());
    }
  }

  record Result(long pid, int code, String output) {}
}
