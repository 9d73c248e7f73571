package dev.portmanager.os.linux.jna;

import dev.portmanager.PortManagerException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder that JNA unpacks its library into, and loads it from: one in which nobody else can
 * replace the library in between.
 *
 * <p>By itself JNA takes {@code ${XDG_CACHE_HOME:-~/.cache}/JNA/temp}, whoever that belongs to. Of
 * root that may be the folder of another user: {@code sudo -E} keeps the variable. So that folder
 * is used if it is safe; if not, a private one in the folder for temporary files, which is removed
 * after the library was loaded.
 *
 * @param path the folder, free of symbolic links
 * @param passing whether it is to be removed
 */
record UnpackFolder(Path path, boolean passing) {

  static final String PROPERTY = "jna.tmpdir";

  /** With one of these the user has said where the library is, or where it may be put. */
  private static final List<String> SETTINGS =
      List.of(PROPERTY, "jna.boot.library.path", "jna.nounpack");

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  static boolean isSetByUser() {
    for (String name : SETTINGS) { // a stream would be the first of a JVM, most often
      if (System.getProperty(name) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Chooses the folder of this process.
   *
   * @throws PortManagerException if there is none that is safe
   */
  static UnpackFolder choose() {
    return choose(
        System.getenv("XDG_CACHE_HOME"),
        System.getProperty("user.home"),
        Path.of(System.getProperty("java.io.tmpdir")));
  }

  static UnpackFolder choose(@Nullable String cache, @Nullable String home, Path temporary) {
    String reasons = "";
    try {
      FolderChain chain = FolderChain.ofThisProcess();
      Optional<Path> wanted = wanted(cache, home);
      if (wanted.isPresent()) {
        Optional<String> problem = problem(chain, wanted.get());
        if (problem.isEmpty()) {
          return new UnpackFolder(wanted.get().toRealPath(), false);
        }
        reasons = problem.get() + "; ";
      }
      Path parent = temporary.toRealPath();
      Optional<String> weakness = chain.weakness(parent);
      if (weakness.isEmpty()) {
        Path folder = Files.createTempDirectory(parent, "portmanager-jna-", PRIVATE);
        return new UnpackFolder(folder, true);
      }
      throw unsafe(reasons + weakness.get(), null);
    } catch (IOException e) {
      throw unsafe(reasons + e, e);
    }
  }

  /** Returns the folder that JNA would take, unless it depends on the working directory. */
  private static Optional<Path> wanted(@Nullable String cache, @Nullable String home) {
    String root = cache == null || cache.isBlank() ? home + "/.cache" : cache;
    Path folder = Path.of(root, "JNA", "temp");
    return folder.isAbsolute() ? Optional.of(folder.normalize()) : Optional.empty();
  }

  /** Makes the folder if there is none; returns why it cannot be used, if so. */
  private static Optional<String> problem(FolderChain chain, Path wanted) {
    try {
      // Looked at before anything is made: nothing of ours is put into a stranger's folder.
      Optional<String> weakness = weakness(chain, existing(wanted));
      if (weakness.isEmpty()) {
        Files.createDirectories(wanted, PRIVATE);
        weakness = weakness(chain, wanted);
      }
      if (weakness.isEmpty() && !chain.isOurs(wanted)) {
        weakness = Optional.of(wanted + " is not this user's alone");
      }
      if (weakness.isEmpty() && !Files.isWritable(wanted)) {
        weakness = Optional.of(wanted + " cannot be written");
      }
      return weakness;
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  private static Path existing(Path wanted) {
    Path parent = wanted.getParent();
    return parent == null || Files.exists(wanted) ? wanted : existing(parent);
  }

  private static Optional<String> weakness(FolderChain chain, Path folder) throws IOException {
    Optional<String> weakness = chain.weakness(folder);
    Path real = folder.toRealPath();
    return weakness.isPresent() || real.equals(folder) ? weakness : chain.weakness(real);
  }

  /** Removes the folder if it was made for one use. */
  void remove() {
    if (!passing) {
      return;
    }
    try {
      Files.delete(path);
    } catch (DirectoryNotEmptyException e) {
      // Another library of JNA's was unpacked meanwhile: JNA removes it when the JVM ends.
      System.getLogger(UnpackFolder.class.getName())
          .log(System.Logger.Level.DEBUG, "left behind: {0}", path);
    } catch (IOException e) {
      System.getLogger(UnpackFolder.class.getName())
          .log(System.Logger.Level.DEBUG, () -> "cannot remove " + path, e);
    }
  }

  private static PortManagerException unsafe(String why, @Nullable Throwable cause) {
    return new PortManagerException(
        "there is no folder that the native library of JNA could be unpacked into without another"
            + " user being able to replace it ("
            + why
            + "): name a folder that is yours alone with -D"
            + PROPERTY
            + "=DIR",
        cause);
  }
}
