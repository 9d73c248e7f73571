package dev.portmanager.core.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * What tells a file from a copy of it: the numbers of its device and inode, inode(7).
 *
 * @param device the device
 * @param inode the inode; 0 if the system has no such numbers
 */
record FileNumber(long device, long inode) {

  private static final FileNumber NONE = new FileNumber(0, 0);

  /** Reads the numbers of a file; a symbolic link is not followed. */
  static FileNumber of(Path file) throws IOException {
    if (!areKnownTo(file)) {
      return NONE;
    }
    Map<String, Object> numbers =
        Files.readAttributes(file, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
    return numbers.get("dev") instanceof Long device && numbers.get("ino") instanceof Long inode
        ? new FileNumber(device, inode)
        : NONE;
  }

  /** Tells whether the files of the file system of a path have such numbers. */
  static boolean areKnownTo(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /**
   * Tells whether two numbers are certainly those of two files. One file may be seen under two
   * devices, through two mounts of an unusual file system.
   */
  boolean differsFrom(FileNumber other) {
    return device == other.device && inode != 0 && other.inode != 0 && inode != other.inode;
  }
}
