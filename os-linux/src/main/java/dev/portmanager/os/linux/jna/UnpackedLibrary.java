package dev.portmanager.os.linux.jna;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * JNA's own library, unpacked for one use by us. JNA would do it, too, into a file with a random
 * name, for which a {@link java.security.SecureRandom} is set up, and a kilobyte at a time: a tenth
 * of the first look-up of a JVM. In a folder of ours the name need not be a secret.
 *
 * @param folder a new folder with the library in it and nothing else
 */
record UnpackedLibrary(Path folder) {

  /** Names the folders that JNA looks into before it unpacks anything. */
  static final String PROPERTY = "jna.boot.library.path";

  /**
   * With one of these the user wants another library than that of the jar; JNA itself sets the last
   * one once it has loaded its library.
   */
  private static final List<String> SETTINGS =
      List.of("jna.boot.library.name", "jna.noclasspath", "jna.nosys", "jnidispatch.path");

  private static final String NAME = "libjnidispatch.so";

  /** How many names to try: another process may have the same one. */
  private static final int ATTEMPTS = 8;

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /**
   * Unpacks the library.
   *
   * @param parent a folder in which nobody else can replace what is ours
   * @return the library, to be removed; empty if it is for JNA to find or unpack it, or to say why
   *     that cannot be
   */
  static Optional<UnpackedLibrary> in(Path parent) {
    for (String name : SETTINGS) {
      if (System.getProperty(name) != null) {
        return Optional.empty();
      }
    }
    String resource = "com/sun/jna/" + Platform.RESOURCE_PREFIX + "/" + NAME;
    try (InputStream in = Native.class.getClassLoader().getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : unpack(in, parent);
    } catch (IOException e) {
      log("JNA has to unpack its library itself", e);
      return Optional.empty();
    }
  }

  private static Optional<UnpackedLibrary> unpack(InputStream in, Path parent) throws IOException {
    UnpackedLibrary library = new UnpackedLibrary(create(parent));
    boolean whole = false;
    try (OutputStream out = new FileOutputStream(library.file().toFile())) {
      in.transferTo(out);
      whole = true;
      return Optional.of(library);
    } finally {
      if (!whole) {
        library.remove();
      }
    }
  }

  private static Path create(Path parent) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Path folder = parent.resolve("portmanager-" + Long.toHexString(System.nanoTime()));
      try {
        return Files.createDirectory(folder, PRIVATE);
      } catch (FileAlreadyExistsException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Path file() {
    return folder.resolve(NAME);
  }

  /** Removes the folder; the library stays usable once it is loaded. */
  void remove() {
    try {
      Files.deleteIfExists(file());
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      log("left behind: " + folder, e);
    }
  }

  private static void log(String what, IOException problem) {
    System.getLogger(UnpackedLibrary.class.getName()).log(Level.DEBUG, what, problem);
  }
}
