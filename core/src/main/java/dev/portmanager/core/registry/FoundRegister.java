package dev.portmanager.core.registry;

import dev.portmanager.LeaseRegistryException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What stands in the place of the register, open: everything that is said of it is said of one
 * file, whatever takes its name meanwhile, and as long as it is open no other gets its inode. To be
 * used by one thread and closed, unless it is {@linkplain #accept accepted}.
 */
final class FoundRegister implements Closeable {

  private final Path path;
  private final UninterruptedFile file;
  private final byte[] head;
  private final RegistryHeader.Content content;

  private FoundRegister(Path path, UninterruptedFile file) throws IOException {
    this.path = path;
    this.file = file;
    this.head = head(file);
    this.content = RegistryHeader.judge(head, file.size(), FileNumber.of(path));
  }

  /**
   * Opens and judges it.
   *
   * @throws java.nio.file.NoSuchFileException if there is none, or it was replaced meanwhile
   * @throws LeaseRegistryException if it is no file
   */
  static FoundRegister at(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new LeaseRegistryException(
          "the register of leases "
              + path
              + " is "
              + (attributes.isSymbolicLink() ? "a symbolic link" : "no file")
              + ": remove it, or choose another folder with --registry");
    }
    UninterruptedFile file = UninterruptedFile.open(path);
    try {
      return new FoundRegister(path, file);
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** Returns the first bytes, or none if there are fewer. */
  private static byte[] head(UninterruptedFile file) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(RegistryHeader.HEAD_SIZE);
    try {
      file.read(head, 0);
      return head.array();
    } catch (EOFException e) {
      return new byte[0];
    }
  }

  RegistryHeader.Content content() {
    return content;
  }

  /** Returns it as the register; it is closed with that. */
  RegistryFile accept() throws IOException {
    return new RegistryFile(path, file, head);
  }

  /** Tells whether a name leads to this file. */
  boolean isAt(Path name) throws IOException {
    return file.isAt(name);
  }

  /** Windows lets nobody rename or remove what is open; elsewhere its inode must not be free. */
  void prepareToBeMoved() throws IOException {
    if (!FileNumber.areKnownTo(path)) {
      file.close();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
