package dev.portmanager.cli.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Takes JNA's own library for the usual systems out of its jar. JNA would do so at each start, into
 * a temporary file.
 */
final class NativeLibraries {

  private static final String FOLDER = "com/sun/jna/";
  private static final List<String> SYSTEMS =
      List.of("linux-x86-64", "linux-aarch64", "darwin-x86-64", "darwin-aarch64", "win32-x86-64");

  private NativeLibraries() {}

  /** Writes a folder for each system, such as {@code linux-x86-64}. */
  static void unpack(Path jar, Path target) throws IOException {
    try (ZipFile from = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(from.entries())) {
        String name = entry.getName();
        for (String system : SYSTEMS) {
          String start = FOLDER + system + "/";
          if (name.startsWith(start) && !entry.isDirectory()) {
            Path file = target.resolve(system).resolve(name.substring(start.length()));
            Files.createDirectories(target.resolve(system));
            try (InputStream in = from.getInputStream(entry)) {
              Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
          }
        }
      }
    }
  }
}
