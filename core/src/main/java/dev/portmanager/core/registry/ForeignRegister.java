package dev.portmanager.core.registry;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another user's register, open for reading. To be used by one thread and closed.
 *
 * <p>An interrupt closes a channel under way; it is then opened again and the interrupt is kept for
 * the caller.
 */
final class ForeignRegister implements Closeable {

  private final Path file;
  private final String user;
  private final BoundedOpening opening;
  private FileChannel channel;
  private boolean interrupted;

  ForeignRegister(Path file, String user, BoundedOpening opening) throws IOException {
    this.file = file;
    this.user = user;
    this.opening = opening;
    this.channel = opening.open(file, user);
  }

  /** A port's 16 bytes. */
  record Slot(long word, long trace) {}

  /** A port whose slot names a holder, alive or not. */
  record Held(int port, long word) {}

  String user() {
    return user;
  }

  Slot slot(int port) throws IOException {
    ByteBuffer slot = read(RegistryFile.HEADER_SIZE + (long) port * RegistryFile.SLOT_SIZE, 16);
    return new Slot(slot.getLong(), slot.getLong());
  }

  List<Held> held() throws IOException {
    ByteBuffer slots =
        read(RegistryFile.HEADER_SIZE, (int) (RegistryFile.RECORDS - RegistryFile.HEADER_SIZE));
    List<Held> held = new ArrayList<>();
    for (int port = 1; port < RegistryFile.SLOTS; port++) {
      long word = slots.getLong(port * RegistryFile.SLOT_SIZE);
      if (word != ClaimWord.NOBODY) {
        held.add(new Held(port, word));
      }
    }
    return held;
  }

  /** Returns the record of a port, if it is of the holder that the word names. */
  Optional<LeaseRecord> record(int port, long word) throws IOException {
    byte[] bytes = new byte[LeaseRecord.SIZE];
    read(RegistryFile.RECORDS + (long) port * LeaseRecord.SIZE, LeaseRecord.SIZE).get(bytes);
    return LeaseRecord.decode(bytes).filter(r -> ClaimWord.sameHolder(r.word(), word));
  }

  private ByteBuffer read(long position, int length) throws IOException {
    interrupted |= Thread.interrupted();
    while (true) {
      ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      try {
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, position + buffer.position()) < 0) {
            throw new EOFException(file + " was cut short");
          }
        }
        return buffer.flip();
      } catch (ClosedByInterruptException e) {
        interrupted |= Thread.interrupted();
        channel = opening.open(file, user);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
