package dev.portmanager.os.windows.launch;

import dev.portmanager.spi.AppLauncher.NoSuchProgramException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a program as a shell does: on the PATH, with the endings of PATHEXT. Unlike a shell of
 * Windows, not in the working directory, where anybody may have put something.
 */
final class ProgramSearch {

  private static final String DEFAULT_ENDINGS = ".COM;.EXE;.BAT;.CMD";

  private final Map<String, String> environment;

  ProgramSearch(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Returns the path of a program.
   *
   * @throws NoSuchProgramException if there is none
   */
  Path find(String program) throws NoSuchProgramException {
    try {
      for (Path candidate : candidates(program)) {
        Optional<Path> found = withEnding(candidate);
        if (found.isPresent()) {
          return found.get();
        }
      }
    } catch (InvalidPathException e) {
      throw new NoSuchProgramException(
          "\"" + program + "\" cannot be the name of a program: " + e.getReason(), false);
    }
    throw new NoSuchProgramException(
        "there is no program "
            + program
            + (isPath(program) ? "" : " in the folders of PATH")
            + ": check its name",
        false);
  }

  private List<Path> candidates(String program) {
    List<Path> candidates = new ArrayList<>();
    if (isPath(program)) {
      candidates.add(Path.of(program).toAbsolutePath());
      return candidates;
    }
    for (String folder : variable("PATH").orElse("").split(File.pathSeparator, -1)) {
      String clean = folder.replace("\"", "").strip();
      if (!clean.isEmpty()) {
        candidates.add(Path.of(clean, program));
      }
    }
    return candidates;
  }

  private static boolean isPath(String program) {
    return program.chars().anyMatch(c -> c == '\\' || c == '/' || c == ':');
  }

  private Optional<Path> withEnding(Path candidate) {
    String name = String.valueOf(candidate.getFileName());
    if (hasEnding(name) && Files.isRegularFile(candidate)) {
      return Optional.of(candidate);
    }
    for (String ending : endings()) {
      Path longer = candidate.resolveSibling(name + ending.toLowerCase(Locale.ROOT));
      if (Files.isRegularFile(longer)) {
        return Optional.of(longer);
      }
    }
    // The system says itself that it is no program.
    return Optional.of(candidate).filter(file -> isPath(file.toString()) && isFile(file));
  }

  private static boolean isFile(Path file) {
    return Files.isRegularFile(file) && String.valueOf(file.getFileName()).indexOf('.') > 0;
  }

  private boolean hasEnding(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return endings().stream().anyMatch(upper::endsWith);
  }

  private List<String> endings() {
    return List.of(
        variable("PATHEXT").orElse(DEFAULT_ENDINGS).toUpperCase(Locale.ROOT).split(";", -1));
  }

  /** Names of variables are the same in capitals. */
  private Optional<String> variable(String name) {
    return environment.entrySet().stream()
        .filter(variable -> variable.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
