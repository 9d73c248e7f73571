package dev.portmanager.core.registry;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Changes files of registers that were closed. Windows refuses that as long as a file is mapped,
 * which it is until the mapping is collected as garbage; elsewhere it is done at once.
 */
final class UnusedFile {

  private static final long PATIENCE = Duration.ofSeconds(60).toNanos();
  private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

  private UnusedFile() {}

  /** What is to be done. */
  interface Change {
    void make() throws IOException;
  }

  /** Makes a change as soon as the system lets it. */
  static void change(Change change) throws IOException {
    long deadline = System.nanoTime() + PATIENCE;
    while (true) {
      try {
        change.make();
        return;
      } catch (IOException e) {
        if (!WINDOWS || System.nanoTime() > deadline) {
          throw e;
        }
        System.gc();
        Thread.onSpinWait();
      }
    }
  }

  /** Removes a file. */
  static void delete(Path file) throws IOException {
    change(() -> Files.delete(file));
  }

  /** Makes a symbolic link; aborts the test where that needs a right that this user has not. */
  static Path link(Path link, Path target) throws IOException {
    try {
      Files.createSymbolicLink(link, target);
      if (WINDOWS && !Files.isSymbolicLink(link)) {
        abort("what this system makes is no link to Java"); // Wine
      }
      return link;
    } catch (FileSystemException e) {
      if (WINDOWS) {
        abort("no symbolic links without a privilege: " + e);
      }
      throw e;
    }
  }
}
