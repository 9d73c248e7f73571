package dev.portmanager.os.linux.procfs;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads small files below /proc, in pure Java. Immutable.
 *
 * <p>Every file may vanish at any moment: opening it then fails with {@link
 * java.io.FileNotFoundException}, and reading one that was open with another {@link IOException}
 * (ESRCH).
 */
public final class ProcFs {

  /** No file read whole here is longer: the status and mount files of a busy host stay below. */
  private static final int LONGEST = 1 << 22;

  /** Most are shorter, stat, cgroup and cmdline too. */
  private static final int SHORT = 1024;

  private final Path root;
  private final String prefix;

  /**
   * Creates a reader.
   *
   * @param root where procfs is mounted
   */
  public ProcFs(Path root) {
    this.root = root;
    this.prefix = root + "/";
  }

  /**
   * Returns where a file is.
   *
   * @param relative its path below the root
   * @return the path
   */
  public Path path(String relative) {
    return root.resolve(relative);
  }

  /**
   * Reads the beginning of a file. By a stream of java.io, which takes a third of the time that a
   * channel takes for files as short as these.
   *
   * @param relative its path below the root
   * @param limit how many bytes at most
   * @return its bytes
   * @throws IOException if it cannot be opened or read
   */
  public byte[] bytes(String relative, int limit) throws IOException {
    try (FileInputStream in = new FileInputStream(prefix + relative)) {
      byte[] bytes = new byte[Math.min(limit, SHORT)];
      int length = 0;
      while (length < limit) {
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(limit, length * 2L));
        }
        int read = in.read(bytes, length, bytes.length - length);
        if (read < 0) {
          break;
        }
        length += read;
      }
      return Arrays.copyOf(bytes, length);
    }
  }

  /**
   * Reads a file as text, one character for each byte, so that no byte is lost or merged.
   *
   * @param relative its path below the root
   * @return its content
   * @throws IOException if it cannot be opened or read
   */
  public String text(String relative) throws IOException {
    return new String(bytes(relative, LONGEST), StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads a symbolic link.
   *
   * @param relative its path below the root
   * @return its target
   * @throws IOException if it cannot be read
   */
  public String link(String relative) throws IOException {
    return Files.readSymbolicLink(path(relative)).toString();
  }

  /**
   * Reads a process's stat file.
   *
   * @param pid the process
   * @return what it says
   * @throws IOException if it cannot be opened or read
   */
  public ProcStat stat(long pid) throws IOException {
    return ProcStat.parse(text(pid + "/stat"));
  }

  /**
   * Returns the effective user of a process: the owner of its folder, which unlike that of the
   * files in it is right for a process that may not be dumped as well.
   *
   * @param pid the process
   * @return the user's number
   * @throws IOException if it cannot be read
   */
  public long userOf(long pid) throws IOException {
    return ownerOf(path(Long.toString(pid)));
  }

  /**
   * Returns the owner of a file; a symbolic link is not followed.
   *
   * @param file the file
   * @return the user's number
   * @throws IOException if it cannot be read
   */
  public static long ownerOf(Path file) throws IOException {
    Object uid = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    return Integer.toUnsignedLong((Integer) uid);
  }

  /**
   * Counts the processes without listing them: the links of /proc are those of its fixed folders,
   * and one for each process.
   *
   * @return about how many; 0 if it cannot be told
   */
  public int processes() {
    try {
      return (int) Files.getAttribute(root, "unix:nlink");
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Returns the numbers that name folders below a folder: processes, or threads of one.
   *
   * @param relative the folder's path below the root, empty for the root
   * @return the numbers in no set order
   * @throws IOException if the folder cannot be read
   */
  public List<Long> numbersIn(String relative) throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(relative))) {
      for (Path entry : entries) {
        Path name = entry.getFileName();
        Optional.ofNullable(name).flatMap(n -> number(n.toString())).ifPresent(numbers::add);
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return numbers;
  }

  private static Optional<Long> number(String name) {
    boolean digits = name.length() < 11 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Optional.of(Long.valueOf(name)) : Optional.empty();
  }
}
