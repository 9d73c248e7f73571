package dev.portmanager.os.macos.launch;

import dev.portmanager.Printable;
import dev.portmanager.spi.AppLauncher.NoSuchProgramException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Finds a program as execvp(3) does, but in the environment that the application is to get, and
 * before anything of this process is changed.
 */
public final class ProgramSearch {

  /** What the C library searches where there is no PATH: {@code confstr(_CS_PATH)}. */
  private static final String DEFAULT_PATH = "/bin:/usr/bin";

  private ProgramSearch() {}

  /**
   * Returns the file to run.
   *
   * @param program what the user typed: with a slash a path, else a name to be found on the PATH
   * @param environment the application's environment
   * @return the path to the file, which may be run
   * @throws NoSuchProgramException if there is none, or none that may be run
   */
  public static String find(String program, Map<String, String> environment)
      throws NoSuchProgramException {
    List<String> candidates = candidates(program, environment);
    boolean found = false;
    for (String candidate : candidates) {
      Path path = path(candidate);
      if (Files.isRegularFile(path) && Files.isExecutable(path)) {
        return candidate;
      }
      found |= Files.exists(path);
    }
    String shown = Printable.of(program, 200);
    if (found) {
      throw new NoSuchProgramException(
          shown + " may not be run: it is a folder, or lacks the right to be executed (chmod +x)",
          true);
    }
    throw new NoSuchProgramException(
        program.indexOf('/') >= 0
            ? "there is no file " + shown
            : "there is no program " + shown + " on the PATH",
        false);
  }

  private static List<String> candidates(String program, Map<String, String> environment) {
    if (program.isEmpty()) {
      return List.of();
    }
    if (program.indexOf('/') >= 0) {
      return List.of(program);
    }
    String path = environment.getOrDefault("PATH", DEFAULT_PATH);
    return Arrays.stream(path.split(":", -1))
        // An empty entry is the working directory: environ(7).
        .map(folder -> folder.isEmpty() ? program : folder + "/" + program)
        .toList();
  }

  private static Path path(String candidate) throws NoSuchProgramException {
    try {
      return Path.of(candidate);
    } catch (InvalidPathException e) {
      NoSuchProgramException failure =
          new NoSuchProgramException(
              "the name " + Printable.of(candidate, 200) + " can't be one of a file here", false);
      failure.initCause(e);
      throw failure;
    }
  }
}
