package dev.portmanager.reliability.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Stands in for {@link Files} in the back end. */
public final class FaultyFiles {

  private FaultyFiles() {}

  private static Path checked(String function, Path file) throws IOException {
    int code = Faults.next(function, Faults.isWatching() && Faults.isSubject(file.toString()));
    if (code != 0) {
      throw new FileSystemException(file.toString(), null, Errnos.words(code));
    }
    return file;
  }

  /** As the real one. */
  public static boolean exists(Path file, LinkOption... options) {
    return Files.exists(file, options);
  }

  /** As the real one. */
  public static boolean isDirectory(Path file, LinkOption... options) {
    return Files.isDirectory(file, options);
  }

  /** As the real one. */
  public static Object getAttribute(Path file, String name, LinkOption... options)
      throws IOException {
    return Files.getAttribute(checked("java stat", file), name, options);
  }

  /** As the real one. */
  public static BufferedReader newBufferedReader(Path file, Charset charset) throws IOException {
    return Files.newBufferedReader(checked("java open", file), charset);
  }

  /** As the real one. */
  @SuppressWarnings("StreamResourceLeak") // the caller's to close
  public static DirectoryStream<Path> newDirectoryStream(Path folder) throws IOException {
    return Files.newDirectoryStream(checked("java open", folder));
  }

  /** As the real one. */
  public static Path readSymbolicLink(Path link) throws IOException {
    return Files.readSymbolicLink(checked("java readlink", link));
  }

  /** As the real one. */
  public static String readString(Path file, Charset charset) throws IOException {
    return Files.readString(checked("java open", file), charset);
  }
}
