package dev.portmanager.reliability.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portmanager.LeaseInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;

/**
 * The log of one process: a line is one write to the file, so that it outlives the process whenever
 * that is killed. Safe for use by several threads, since each line is written at once under the
 * lock {@code this}.
 */
final class EventLog implements AutoCloseable {

  private final OutputStream out;

  EventLog(Path file) throws IOException {
    this.out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Returns the time: on Linux, CLOCK_MONOTONIC, clock_gettime(2). */
  static long now() {
    return System.nanoTime();
  }

  void write(String event) {
    write(now(), event);
  }

  synchronized void write(long at, String event) {
    try {
      out.write((at + " " + event.replace('\n', ' ') + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes that a lease is about to be asked for, which lasts as long as a process. */
  void asked(String lease, String app, long asker, long holder) {
    write("ASKED " + lease + " " + app + " " + asker + " OF " + holder);
  }

  void listed(long from, Collection<LeaseInfo> leases) {
    StringBuilder rows = new StringBuilder("LISTED ").append(from);
    leases.forEach(l -> rows.append(' ').append(l.port()).append(':').append(l.app()));
    write(rows.toString());
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
