package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the place of the register changes between two steps of one who opens it. */
@DisabledOnOs(
    value = OS.WINDOWS,
    disabledReason = "a file in use can be neither removed nor cut short")
class ReplacedRegisterTest {

  private static final long OTHER = 4711;
  private static final int INTERRUPTS = 2_000;

  @TempDir Path temp;
  private final SimulatedHost host = SimulatedHost.of("1000", Optional.empty());
  private Path folder;
  private Path file;

  @BeforeEach
  void makeRegister() {
    folder = temp.resolve("r");
    open().close();
    file = folder.resolve(RegistryPlace.fileName(host, "pid-1"));
    host.starts(OTHER, 5);
  }

  private LeaseRegistry open() {
    return LeaseRegistries.open(Optional.of(folder), host, lease -> {});
  }

  private List<Path> beside(String part) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().contains(part)).sorted().toList();
    }
  }

  private void damage() throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(0);
    }
  }

  @Test
  void openingWhatHasVanishedMakesNothing() throws IOException {
    Files.delete(file);

    assertThatThrownBy(() -> UninterruptedFile.open(file)).isInstanceOf(NoSuchFileException.class);
    assertThat(file).doesNotExist();
  }

  @Test
  void copyThatTookThePlaceOfTheJudgedRegisterIsNotTakenForIt() throws IOException {
    Path copy = Files.copy(file, temp.resolve("copy"));
    FoundRegister found = FoundRegister.at(file);
    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);

    assertThat(found.content()).isEqualTo(RegistryHeader.Content.WHOLE);
    try (RegistryFile register = found.accept()) {
      assertThat(register.isCurrent()).isFalse();
    }
  }

  @Test
  void goodRegisterThatWasTakenForADamagedOneGetsItsNameBack() throws IOException {
    damage();
    SetAside aside = new SetAside(file);
    try (FoundRegister damaged = FoundRegister.at(file)) {
      LeaseRegistry other = open(); // sets the damaged one aside, and makes a new one
      long before = FileNumber.of(file).inode();

      assertThat(aside.take(damaged)).isEmpty();

      assertThat(FileNumber.of(file).inode()).isEqualTo(before);
      assertThat(beside(".damaged-")).hasSize(1);
      other.close();
    }
  }

  @Test
  void inodeOfWhatIsJudgedIsNotUsedAgain() throws IOException {
    damage();
    try (FoundRegister damaged = FoundRegister.at(file)) {
      Files.delete(file);
      for (int i = 0; i < 20; i++) {
        Files.write(file, new byte[] {1});
        assertThat(damaged.isAt(file)).isFalse();
        Files.delete(file);
      }
    }
  }

  @Test
  void onlyTheNewestDamagedOnesAreKept() throws IOException {
    List<Path> seen = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      damage();
      open().close();
      seen.add(beside(".damaged-").get(Math.min(i, 3)));
    }

    assertThat(beside(".damaged-")).containsExactlyElementsOf(seen.subList(3, 7));
  }

  @Test
  void whatMakersLeftThatAreGoneIsRemovedByTheNext() throws IOException {
    String prefix = file.getFileName() + ".new-";
    Path dead = Files.createFile(folder.resolve(prefix + word(4) + "-1"));
    Path alive = Files.createFile(folder.resolve(prefix + word(5) + "-1"));
    Path foreign =
        Files.createFile(folder.resolve("leases-of-another-world.new-" + word(4) + "-1"));

    open().close();
    assertThat(dead).as("nothing was to be made").exists();
    Files.delete(file);
    open().close();

    assertThat(dead).doesNotExist();
    assertThat(alive).exists();
    assertThat(foreign).exists();
    assertThat(beside(".new-")).hasSize(2);
  }

  private static String word(long startTime) {
    return Long.toHexString(ClaimWord.ofProcess(OTHER, startTime));
  }

  @Test
  void interruptsCloseNothing() throws Exception {
    try (UninterruptedFile opened = UninterruptedFile.open(file)) {
      CountDownLatch end = new CountDownLatch(1);
      FutureTask<Integer> reading = new FutureTask<>(() -> readUntil(opened, end));
      Thread reader = new Thread(reading);
      reader.start();
      for (int i = 0; i < INTERRUPTS; i++) {
        reader.interrupt();
        Thread.onSpinWait();
      }
      end.countDown();

      assertThat(reading.get()).isPositive();
    }
  }

  private static int readUntil(UninterruptedFile opened, CountDownLatch end) throws IOException {
    int interrupted = 0;
    ByteBuffer magic = ByteBuffer.allocateDirect(RegistryHeader.MAGIC.length);
    do {
      opened.read(magic.clear(), 0);
      assertThat(magic.flip()).isEqualTo(ByteBuffer.wrap(RegistryHeader.MAGIC));
      interrupted += Thread.interrupted() ? 1 : 0;
    } while (end.getCount() > 0 || interrupted == 0);
    return interrupted;
  }

  @Test
  void whatIsOpenIsReadWhereverItsNameLeads() throws Exception {
    UninterruptedFile opened = UninterruptedFile.open(file);
    try (opened) {
      Files.move(Files.write(temp.resolve("x"), new byte[9]), file, StandardCopyOption.ATOMIC_MOVE);

      assertThat(opened.isAt(file)).isFalse();
      assertThat(opened.size()).isEqualTo(RegistryFile.SIZE);
    }
    assertThatThrownBy(() -> opened.read(ByteBuffer.allocate(8), 0))
        .isInstanceOf(java.nio.channels.ClosedChannelException.class);
  }
}
