package dev.portmanager.core.registry;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * A file that is there already, open for reading and writing. It is never made: where it has
 * vanished, {@link RandomAccessFile} would leave an empty one that others take for a damaged
 * register.
 *
 * <p>An interrupt closes a channel under way; the same file is then opened again, and the interrupt
 * is kept for the caller. Safe for use by several threads: the lock {@code this} guards the change
 * from one channel to the next, and is held for a few system calls.
 */
final class UninterruptedFile implements Closeable {

  private final Path path;
  private final Object key;
  private FileChannel channel;
  private boolean closed;

  private UninterruptedFile(Path path, Object key, FileChannel channel) {
    this.path = path;
    this.key = key;
    this.channel = channel;
  }

  /**
   * Opens the file that stands under a name.
   *
   * @throws NoSuchFileException if there is none, or it was replaced meanwhile
   */
  static UninterruptedFile open(Path path) throws IOException {
    Object key = key(path);
    return new UninterruptedFile(path, key, openAs(path, key));
  }

  /** Windows has no such key, and needs none: nobody can remove or rename what is open. */
  private static Object key(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Object key = attributes.fileKey();
    return key == null ? "open" : key;
  }

  /** What is open keeps its numbers: if they are the name's afterwards, it is the name's file. */
  private static FileChannel openAs(Path path, Object key) throws IOException {
    FileChannel opened = openNow(path);
    try {
      if (!key.equals(key(path))) {
        throw new NoSuchFileException(path.toString(), null, "replaced while it was opened");
      }
      return opened;
    } catch (IOException | RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  @SuppressWarnings("resource") // closed with its channel
  private static FileChannel openNow(Path path) throws IOException {
    return FileNumber.areKnownTo(path)
        ? FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
        // On Windows a channel that is opened by itself lets others remove and rename the file.
        : new RandomAccessFile(path.toFile(), "rw").getChannel();
  }

  /** Tells whether a name leads to this file. */
  boolean isAt(Path name) throws IOException {
    try {
      return key.equals(key(name));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Tells whether attributes, just read of a name, are this file's. */
  boolean has(BasicFileAttributes attributes) {
    return attributes.fileKey() == null || Objects.equals(key, attributes.fileKey());
  }

  synchronized long size() throws IOException {
    return channel.size();
  }

  synchronized MappedByteBuffer map(long length) throws IOException {
    return channel.map(MapMode.READ_WRITE, 0, length);
  }

  /**
   * Fills a buffer.
   *
   * @throws EOFException if the file ends before
   */
  void read(ByteBuffer into, long position) throws IOException {
    transfer(into, position, false);
  }

  /** Writes a buffer. */
  void write(ByteBuffer from, long position) throws IOException {
    transfer(from, position, true);
  }

  private void transfer(ByteBuffer buffer, long position, boolean out) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      int begin = buffer.position();
      while (buffer.hasRemaining()) {
        FileChannel used = current();
        try {
          long at = position + buffer.position() - begin;
          if ((out ? used.write(buffer, at) : used.read(buffer, at)) < 0) {
            throw new EOFException(path + " was cut short");
          }
        } catch (ClosedChannelException e) {
          interrupted |= Thread.interrupted();
          openAgain(used);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized FileChannel current() {
    return channel;
  }

  /** Of several threads that used the channel, one was interrupted. */
  private synchronized void openAgain(FileChannel used) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (channel == used) {
      channel = openAs(path, key);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    channel.close();
  }
}
