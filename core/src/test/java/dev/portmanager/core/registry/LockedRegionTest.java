package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;

import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRegistryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody else locks a region of the register. Locks of Windows are mandatory: whoever has the
 * file open may keep everybody else from reading and writing a part of it by system calls
 * (ERROR_LOCK_VIOLATION, 33), but not through a mapping. Elsewhere, and under Wine, they are
 * advisory.
 */
class LockedRegionTest {

  /** As Java on Windows puts error 33. */
  private static final String VIOLATION =
      "The process cannot access the file because another process has locked a portion of the file";

  @TempDir Path temp;
  private final SimulatedHost host = SimulatedHost.of("1000", Optional.empty());

  private Path file() {
    return temp.resolve("r").resolve(RegistryPlace.fileName(host, "pid-1"));
  }

  private LeaseRegistry open() {
    return LeaseRegistries.open(Optional.of(temp.resolve("r")), host, lease -> {});
  }

  private static Claim claim(LeaseRegistry registry) {
    Tenure self =
        new Tenure.OfProcess(ProcessHandle.current().pid(), SimulatedHost.SELF_START, false);
    return ((Attempt.Granted) registry.tryClaim(8050, new Terms("web", self, Duration.ZERO)))
        .claim();
  }

  @Test
  @Tag("simulated-windows")
  void recordThatIsLocked_isATypedError_whetherReadOrWritten() throws IOException {
    RegistryStore store =
        spy(
            new RegistryStore(
                new SafeDirectory(temp.resolve("r"), host),
                file().getFileName().toString(),
                new Liveness(host)));
    RegistryFile locked = mock();
    IOException violation = new IOException(VIOLATION);
    doThrow(violation).when(locked).writeRecord(anyInt(), any());
    doThrow(violation).when(locked).readRecord(anyInt());
    doThrow(violation).when(locked).readId(anyInt());
    doReturn(locked).when(store).open();
    try (LeaseRegistry whole = open();
        OwnRegister register = new OwnRegister(store)) {
      Claim claim = claim(whole);

      assertThatThrownBy(() -> register.write(locked, claim))
          .isInstanceOf(LeaseRegistryException.class)
          .hasCause(violation)
          .hasMessageContaining(file() + " cannot be written: ")
          .hasMessageContaining(VIOLATION);
      assertThatThrownBy(() -> register.stands(locked, claim))
          .isInstanceOf(LeaseRegistryException.class)
          .hasMessageContaining("cannot be read: ");
      assertThatThrownBy(() -> register.anyRecord(locked, 8050))
          .isInstanceOf(LeaseRegistryException.class)
          .hasMessageContaining("cannot be read: ");
    }
  }

  @Test
  void lockBeyondTheData_hindersNobody() throws IOException {
    try (LeaseRegistry registry = open();
        FileChannel other = FileChannel.open(file(), StandardOpenOption.WRITE);
        FileLock lock = other.lock(1L << 62, 1, false)) {
      assertThat(lock.isValid()).isTrue();
      assertThat(registry.commit(claim(registry))).isPresent();
      assertThat(registry.leases()).extracting(LeaseInfo::app).containsExactly("web");
    }
  }

  @Test
  @Tag("real-windows")
  @EnabledOnOs(OS.WINDOWS)
  @EnabledIfEnvironmentVariable(named = "PORTMANAGER_REAL_WINDOWS", matches = "true")
  void lockOfTheRecords_isATypedError_andTheClaimIsGivenBack() throws IOException {
    try (LeaseRegistry registry = open()) {
      try (FileChannel other = FileChannel.open(file(), StandardOpenOption.WRITE);
          FileLock lock = other.lock(RegistryFile.RECORDS, Long.MAX_VALUE / 2, false)) {
        assertThat(lock.isValid()).isTrue();
        Claim claim = claim(registry); // through the mapping
        assertThatThrownBy(() -> registry.commit(claim))
            .isInstanceOf(LeaseRegistryException.class)
            .hasCauseInstanceOf(IOException.class)
            .hasMessageContaining(file() + " cannot be ");
      }
      assertThat(registry.leases()).isEmpty();
      assertThat(registry.commit(claim(registry))).isPresent();
    }
  }

  @Test
  @Tag("real-windows")
  @EnabledOnOs(OS.WINDOWS)
  @EnabledIfEnvironmentVariable(named = "PORTMANAGER_REAL_WINDOWS", matches = "true")
  void lockOfTheWholeFile_isATypedErrorForANewcomer() throws IOException {
    open().close();
    try (FileChannel other = FileChannel.open(file(), StandardOpenOption.WRITE);
        FileLock lock = other.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(this::open)
          .isInstanceOf(LeaseRegistryException.class)
          .hasMessageContaining(file() + " cannot be opened: ");
    }
    open().close();
  }
}
