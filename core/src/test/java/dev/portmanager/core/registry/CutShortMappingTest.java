package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A fault of the mapping is told by the access that met it, however that was compiled. */
class CutShortMappingTest {

  private static final String IN_USE = "a file in use can be neither removed nor cut short";

  /** Enough for the last tier of compilation. */
  private static final int ENOUGH = 50_000;

  private static final int FAULTS = 500;

  /** Near the end, since a search meets a fault at each port that follows. */
  private static final int PORT = 65_530;

  @TempDir Path temp;

  private RegistryFile open() throws IOException {
    SimulatedHost host = SimulatedHost.of("1000", Optional.empty());
    Path folder = temp.resolve("r");
    LeaseRegistries.open(Optional.of(folder), host, lease -> {}).close();
    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.findFirst().orElseThrow();
      return FoundRegister.at(file).accept();
    }
  }

  private void assertToldWhereItHappens(IntPredicate access, RegistryFile file) throws IOException {
    int answered = 0;
    for (int i = 0; i < ENOUGH; i++) {
      answered += access.test(PORT) ? 1 : 0;
    }
    assertThat(answered).isBetween(0, ENOUGH);
    try (RandomAccessFile out = new RandomAccessFile(path().toFile(), "rw")) {
      out.setLength(RegistryFile.HEADER_SIZE);
    }
    int told = 0;
    for (int i = 0; i < FAULTS; i++) {
      try {
        answered += access.test(PORT) ? 1 : 0;
      } catch (CutShortException e) {
        told++;
      }
    }
    file.close();
    assertThat(told).isEqualTo(FAULTS);
  }

  private Path path() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("r"))) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void ageOfARegisterIsThatWithWhichItWasOpened() throws IOException {
    RegistryFile file = open();
    long since = file.since();

    try (RandomAccessFile out = new RandomAccessFile(path().toFile(), "rw")) {
      byte[] garbage = new byte[RegistryFile.HEADER_SIZE];
      java.util.Arrays.fill(garbage, (byte) 0x7f);
      out.write(garbage);
    }

    assertThat(file.since()).isEqualTo(since).isPositive();
    assertThat(file.isCurrent()).isFalse();
    file.close();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = IN_USE)
  void whenItIsRead() throws IOException {
    RegistryFile file = open();
    assertToldWhereItHappens(port -> file.word(port) == 1, file);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = IN_USE)
  void whenItIsReplaced() throws IOException {
    RegistryFile file = open();
    assertToldWhereItHappens(port -> file.replaceWord(port, 1, 2), file);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = IN_USE)
  void whenItIsSearched() throws IOException {
    RegistryFile file = open();
    assertToldWhereItHappens(port -> file.nextTaken(port) == 1, file);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = IN_USE)
  void whenItIsSearchedForAName() throws IOException {
    RegistryFile file = open();
    assertToldWhereItHappens(port -> file.nextTraced(port, port + 5, 4711) == 1, file);
  }
}
