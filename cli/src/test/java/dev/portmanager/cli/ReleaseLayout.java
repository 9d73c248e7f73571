package dev.portmanager.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The start script in the layout of a release, around the classes under test. */
final class ReleaseLayout {

  private ReleaseLayout() {}

  /** Lays a release out in a folder, and returns its start script. */
  static Path in(Path release) throws IOException {
    String name = File.separatorChar == '\\' ? "portmanager.cmd" : "portmanager";
    Path script = Files.createDirectories(release.resolve("bin")).resolve(name);
    Files.copy(project().resolve("bin").resolve(name), script);
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made executable");
    }
    Files.createDirectories(release.resolve("man"));
    Path lib = Files.createDirectories(release.resolve("lib"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
    try (OutputStream out = Files.newOutputStream(lib.resolve("portmanager-cli-1.jar"))) {
      new JarOutputStream(out, manifest).close();
    }
    return script;
  }

  /** Maven runs the tests in the module's folder, os-windows/wine/verify in the project's. */
  private static Path project() {
    Path above = Path.of("..");
    return Files.exists(above.resolve("bin")) && Files.exists(above.resolve("mvnw"))
        ? above
        : Path.of("");
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toUri().toString())
        .collect(Collectors.joining(" "));
  }
}
