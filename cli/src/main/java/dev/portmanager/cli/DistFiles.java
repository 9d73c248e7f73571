package dev.portmanager.cli;

import dev.portmanager.cli.build.Completions;
import dev.portmanager.cli.build.ManPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** Writes the files that are made from the commands; the build runs it. */
public final class DistFiles {

  private DistFiles() {}

  /**
   * Writes {@code completions/portmanager.bash}, {@code completions/_portmanager} and {@code
   * man/man1/portmanager.1}.
   *
   * @param args the folder to write into, the version, and the date of the manual page
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      throw new IllegalArgumentException("usage: DistFiles FOLDER VERSION DATE");
    }
    Path folder = Path.of(args[0]);
    CommandLine model = Cli.model();
    Map<Integer, String> codes = new TreeMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(code.code(), code.meaning());
    }
    write(folder.resolve("completions/portmanager.bash"), Completions.bash(model));
    write(folder.resolve("completions/_portmanager"), Completions.zsh(model));
    write(
        folder.resolve("man/man1/portmanager.1"),
        ManPage.of(model, "portmanager " + args[1], args[2], codes));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
  }
}
