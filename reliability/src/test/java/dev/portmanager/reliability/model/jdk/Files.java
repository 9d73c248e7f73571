package dev.portmanager.reliability.model.jdk;

import dev.portmanager.reliability.model.Machine;
import dev.portmanager.reliability.model.Turn;
import java.io.File;
import java.io.FilenameFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;

/** The names of files. */
public final class Files {

  /** Long before any moment of a run, so that the list of users counts as settled. */
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000);

  private Files() {}

  private static Object step(Path path, String what, Turn.Effect effect) throws IOException {
    Turn turn = Turn.now();
    return turn.step(turn.machine().isWatched(path), what, path, effect);
  }

  private static boolean ask(Path path, String what, Turn.Effect effect) {
    try {
      return (boolean) step(path, what, effect);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** See the JDK. */
  public static <A extends java.nio.file.attribute.BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return type.cast(
        step(
            path,
            "stat",
            m -> {
              int inode = m.find(path);
              return new Attributes(inode, m.length(inode));
            }));
  }

  /** The numbers of a file's device and inode; each file has one of its own. */
  public static Map<String, Object> readAttributes(
      Path path, String attributes, LinkOption... options) throws IOException {
    if (!attributes.equals("unix:dev,ino")) {
      throw new UnsupportedOperationException(attributes);
    }
    int inode = (int) step(path, "stat", m -> m.find(path));
    return Map.of("dev", 1L, "ino", 1L + inode);
  }

  /** Makes a journal. */
  public static Path createFile(Path path, FileAttribute<?>... attributes) throws IOException {
    if (!Machine.isJournal(path)) {
      throw new UnsupportedOperationException("no other file is made in this way");
    }
    step(
        path,
        "make",
        m -> {
          m.makeJournal(path);
          return true;
        });
    return path;
  }

  /** See the JDK. */
  public static boolean isRegularFile(Path path, LinkOption... options) {
    return exists(path, options);
  }

  /** Reads a journal. */
  public static byte[] readAllBytes(Path path) throws IOException {
    return (byte[]) step(path, "read", m -> m.journal(path));
  }

  /** See the JDK. */
  public static Path createLink(Path link, Path existing) throws IOException {
    step(
        link,
        "link",
        m -> {
          m.link(link, existing);
          return true;
        });
    return link;
  }

  /** See the JDK. */
  public static Path move(Path from, Path to, CopyOption... options) throws IOException {
    step(
        to,
        "rename to",
        m -> {
          m.rename(from, to);
          return true;
        });
    return to;
  }

  /** See the JDK. */
  public static boolean deleteIfExists(Path path) throws IOException {
    return (boolean) step(path, "unlink", m -> m.remove(path));
  }

  /** See the JDK. */
  public static boolean exists(Path path, LinkOption... options) {
    return ask(path, "stat", m -> m.exists(path));
  }

  /** See the JDK. */
  public static boolean notExists(Path path, LinkOption... options) {
    return !exists(path, options);
  }

  /** See the JDK. */
  public static boolean isDirectory(Path path, LinkOption... options) {
    return ask(path, "stat", m -> m.exists(path) && m.find(path) < 0);
  }

  /** There are none. */
  public static boolean isSymbolicLink(Path path) {
    return false;
  }

  /** Everything is. */
  public static boolean isWritable(Path path) {
    return true;
  }

  /** The one folder that has no parent here is there. */
  public static Path createDirectories(Path path, FileAttribute<?>... attributes) {
    return path;
  }

  /** See the JDK. */
  public static <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return type.cast(new OwnersAlone());
  }

  /** See the JDK. */
  public static FileTime getLastModifiedTime(Path path, LinkOption... options) throws IOException {
    long changes = (long) step(path, "stat", Machine::rootChanges);
    return changes == 0 ? LONG_AGO : FileTime.fromMillis(System.NOW);
  }

  /** Stands in for {@link File#list()}. */
  public static String[] list(File folder) throws IOException {
    return (String[]) step(folder.toPath(), "list", Machine::folders);
  }

  /**
   * Stands in for {@link File#list(FilenameFilter)}, which finds journals. Where nobody looks into
   * them they are only counted, and are never so many that it matters.
   */
  public static String[] list(File folder, FilenameFilter filter) throws IOException {
    Turn turn = Turn.now();
    Path path = folder.toPath();
    if (!turn.machine().readsJournals()) {
      return new String[0];
    }
    String[] all = (String[]) turn.step(true, "list", path, m -> m.journals(path));
    return Arrays.stream(all).filter(name -> filter.accept(folder, name)).toArray(String[]::new);
  }
}
