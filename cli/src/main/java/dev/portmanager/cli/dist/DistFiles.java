package dev.portmanager.cli.dist;

import dev.portmanager.cli.Cli;
import dev.portmanager.cli.Completions;
import dev.portmanager.cli.ExitCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** Makes what a distribution has besides jars as they come. */
final class DistFiles {

  private static final String MANUAL_DATE = "2026-01-01";

  private DistFiles() {}

  /**
   * Writes {@code completions/}, {@code man/man1/} and {@code lib/native/}, makes picocli's jar fit
   * for a class-data archive, and removes archives of an earlier build.
   *
   * @param args the folder of the distribution, the version, and {@code true} if there is no bill
   *     of materials to be checked
   * @throws IOException if a file cannot be written
   * @throws IllegalStateException if the bill of materials is not that of the distribution
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      throw new IllegalArgumentException("usage: DistFiles FOLDER VERSION true|false");
    }
    Path folder = Path.of(args[0]);
    Path lib = folder.resolve("lib");
    if (!Boolean.parseBoolean(args[2])) {
      BillOfMaterials.of(folder.resolve("bom.json")).requireSameAs(lib);
    }
    NativeLibraries.unpack(only(lib, "jna-jpms-*.jar"), lib.resolve("native"));
    NewerClassFiles.rewrite(only(lib, "picocli-*.jar"));
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, "*.jsa")) {
      for (Path archive : archives) {
        Files.delete(archive);
      }
    }
    // Last: the start script takes the manual for a sign that all is there.
    texts(folder, args[1]);
  }

  private static void texts(Path folder, String version) throws IOException {
    CommandLine model = Cli.model();
    Map<Integer, String> codes = new TreeMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(code.code(), code.meaning());
    }
    write(folder.resolve("completions/portmanager.bash"), Completions.bash(model));
    write(folder.resolve("completions/_portmanager"), Completions.zsh(model));
    write(
        folder.resolve("man/man1/portmanager.1"),
        ManPage.of(model, "portmanager " + version, MANUAL_DATE, codes));
  }

  private static Path only(Path folder, String pattern) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      for (Path file : found) {
        return file;
      }
    }
    throw new IOException("there is no " + pattern + " in " + folder);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
  }
}
