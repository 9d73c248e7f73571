package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.LeaseRegistryException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What another user puts in a register's place after it was looked at. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoundedOpeningTest {

  private static final String NO_FIFO = "a FIFO has no place among files there";

  @TempDir Path folder;
  private final BoundedOpening opening = new BoundedOpening();
  private Path fifo;
  private Path file;

  @BeforeEach
  void layOut() throws IOException {
    file = Files.writeString(folder.resolve("file"), "register");
  }

  private void makeFifo() throws Exception {
    fifo = folder.resolve("fifo");
    Process mkfifo = new ProcessBuilder("mkfifo", fifo.toString()).start();
    assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(mkfifo.exitValue()).isZero();
  }

  @Test
  void fileIsOpened_andAnInterruptKept() throws IOException {
    Thread.currentThread().interrupt();
    try (FileChannel channel = opening.open(file, "ann")) {
      assertThat(Thread.interrupted()).isTrue();
      assertThat(channel.size()).isEqualTo(8);
    }
  }

  @Test
  void whatCannotBeOpenedIsSaid() throws IOException {
    assertThatThrownBy(() -> opening.open(folder.resolve("none"), "ann"))
        .isInstanceOf(NoSuchFileException.class);
  }

  /** The JDK says this with an error, which must not end the thread that asks. */
  @Test
  void wantOfThreadsIsSaid() {
    BoundedOpening without =
        new BoundedOpening() {
          @Override
          Thread thread(Runnable opening) {
            return new Thread(opening) {
              @Override
              public synchronized void start() {
                throw new OutOfMemoryError("unable to create native thread");
              }
            };
          }
        };
    assertThatThrownBy(() -> without.open(file, "ann"))
        .isInstanceOf(LeaseRegistryException.class)
        .hasMessageContainingAll("ann", "no thread left", "ulimit -u");
  }

  @Test
  void linkIsNotFollowed() throws IOException {
    Path link = UnusedFile.link(folder.resolve("link"), file);
    assertThatThrownBy(() -> opening.open(link, "ann")).isInstanceOf(IOException.class);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = NO_FIFO)
  void fifoIsGivenUp_itsUserIsPassedOver_othersAreNot() throws Exception {
    makeFifo();
    assertThatThrownBy(() -> new ForeignRegister(fifo, "ann", opening))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("may be a FIFO");
    assertThatThrownBy(() -> opening.open(file, "ann"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("an earlier one still does not open");
    opening.open(file, "bob").close();

    // A writer lets the thread go on; after that the user is seen again.
    openForWriting(fifo);
    assertThat(openWhenTheThreadHasEnded()).isEqualTo(8);
  }

  private long openWhenTheThreadHasEnded() throws IOException {
    while (true) { // until the test's deadline
      try (FileChannel channel = opening.open(file, "ann")) {
        return channel.size();
      } catch (FileSystemException e) {
        assertThat(e).hasMessageContaining("an earlier one");
        Thread.onSpinWait();
      }
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = NO_FIFO)
  void fifoThatHasAWriterIsNotRead() throws Exception {
    makeFifo();
    Thread writing = new Thread(() -> openForWriting(fifo));
    writing.start();
    try (ForeignRegister register = new ForeignRegister(fifo, "ann", opening)) {
      assertThatThrownBy(() -> register.slot(8050)).isInstanceOf(IOException.class);
    }
    writing.join();
  }

  private static void openForWriting(Path fifo) {
    try {
      new FileOutputStream(fifo.toFile()).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
