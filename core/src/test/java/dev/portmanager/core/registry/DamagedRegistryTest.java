package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRegistryException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DamagedRegistryTest {

  @TempDir Path temp;
  private final SimulatedHost host = SimulatedHost.of("1000", Optional.empty());
  private Path folder;
  private Path file;

  @BeforeEach
  void makeRegister() {
    folder = temp.resolve("r");
    open().close();
    file = folder.resolve(RegistryPlace.fileName(host, "pid-1"));
    assertThat(file).isRegularFile();
  }

  private LeaseRegistry open() {
    return LeaseRegistries.open(Optional.of(folder), host, lease -> {});
  }

  private static Claim lease(LeaseRegistry registry, int port, String app) {
    Tenure self =
        new Tenure.OfProcess(ProcessHandle.current().pid(), SimulatedHost.SELF_START, false);
    Attempt attempt = registry.tryClaim(port, new Terms(app, self, Duration.ZERO));
    Claim claim = ((Attempt.Granted) attempt).claim();
    assertThat(registry.commit(claim)).isPresent();
    return claim;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> !f.getFileName().toString().contains(".held-")).sorted().toList();
    }
  }

  /** Removes the register, and the journals beside it. */
  private void deleteAll() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
  }

  @Test
  void garbageIsSetAsideAndLeasingGoesOn() throws IOException {
    byte[] garbage = new byte[100_000];
    new Random(1).nextBytes(garbage);
    UnusedFile.change(() -> Files.write(file, garbage));

    lease(open(), 8050, "web");

    assertThat(files()).hasSize(2);
    assertThat(Files.readAllBytes(files().get(1))).isEqualTo(garbage);
    assertThat(files().get(1).getFileName().toString()).contains(".damaged-");
  }

  @Test
  void emptyAndTruncatedFilesAreSetAside() throws IOException {
    for (long length : new long[] {0, 10, 4096, RegistryFile.SIZE - 1}) {
      UnusedFile.change(() -> truncate(length));
      open().close();
      assertThat(Files.size(file))
          .as("after truncation to %s", length)
          .isEqualTo(RegistryFile.SIZE);
    }
  }

  private void truncate(long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  @Test
  void garbageInSlotsAndRecordsHoldsNothing() throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] garbage = new byte[RegistryFile.SLOTS * RegistryFile.SLOT_SIZE];
      new Random(2).nextBytes(garbage);
      out.seek(RegistryFile.HEADER_SIZE);
      out.write(garbage);
    }
    LeaseRegistry registry = open();

    assertThat(registry.leases()).isEmpty();
    lease(registry, 8050, "web");
    assertThat(registry.leases()).extracting(LeaseInfo::app).containsExactly("web");
  }

  @Test
  void newerVersionIsRefusedAndLeftAlone() throws IOException {
    ByteBuffer version =
        ByteBuffer.allocate(4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(RegistryFile.VERSION + 1)
            .flip();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(version, 8);
    }
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(this::open)
        .isInstanceOf(LeaseRegistryException.class)
        .hasMessageContaining("newer version")
        .hasMessageContaining(file.toString());
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(files()).containsExactly(file);
  }

  @Test
  void symbolicLinkIsRefusedAndItsTargetLeftAlone() throws IOException {
    Path target = Files.writeString(temp.resolve("target"), "precious");
    UnusedFile.delete(file);
    UnusedFile.link(file, target);

    assertThatThrownBy(this::open)
        .isInstanceOf(LeaseRegistryException.class)
        .hasMessageContaining("symbolic link");
    assertThat(target).hasContent("precious");
  }

  @Test
  void folderThatIsALinkIsRefused() throws IOException {
    Path link = UnusedFile.link(temp.resolve("link"), folder);

    assertThatThrownBy(() -> LeaseRegistries.open(Optional.of(link), host, lease -> {}))
        .isInstanceOf(LeaseRegistryException.class)
        .hasMessageContaining("symbolic link");
  }

  @Test
  void folderBehindAStrangersLinkIsRefused_behindOursItIsNot() throws IOException {
    Path link = UnusedFile.link(temp.resolve("link"), folder);
    Optional<Path> behind = Optional.of(link.resolve("inner"));

    host.owns("1001", link);
    assertThatThrownBy(() -> LeaseRegistries.open(behind, host, lease -> {}))
        .isInstanceOf(LeaseRegistryException.class)
        .hasMessageContaining("lies behind the symbolic link " + link + " of user1001");
    assertThat(folder.resolve("inner")).doesNotExist();

    host.owns("1000", link);
    LeaseRegistries.open(behind, host, lease -> {}).close();
    assertThat(folder.resolve("inner")).isDirectory();
  }

  @Test
  void folderOfAnotherUserIsRefused() {
    host.owns("1001", folder);

    assertThatThrownBy(this::open)
        .isInstanceOf(LeaseRegistryException.class)
        .hasMessageContaining("belongs to user1001, not to user1000");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are not those of POSIX")
  void folderThatOthersMayWriteIsRefused() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));

    assertThatThrownBy(this::open)
        .isInstanceOf(LeaseRegistryException.class)
        .hasMessageContaining("written by others")
        .hasMessageContaining("chmod go-w");
  }

  /** As Windows has it, where a list says who may write. */
  @Test
  void folderThatAStrangerMayWriteByItsListIsRefused() {
    host.strangers = List.of("Everyone");

    assertThatThrownBy(this::open)
        .isInstanceOf(LeaseRegistryException.class)
        .hasMessageContaining("can be written by Everyone")
        .hasMessageContaining("icacls");
  }

  @Test
  void fileWhereTheFolderShouldBeIsRefused() throws IOException {
    Path plain = Files.writeString(temp.resolve("plain"), "precious");

    assertThatThrownBy(() -> LeaseRegistries.open(Optional.of(plain), host, lease -> {}))
        .isInstanceOf(LeaseRegistryException.class)
        .hasMessageContaining("not a folder");
    assertThat(plain).hasContent("precious");
  }

  @Test
  void readOnlyPlaceIsAClearError() {
    assumeTrue(Files.exists(Path.of("/proc/sys")), "/proc is the read-only place");

    assertThatThrownBy(
            () -> LeaseRegistries.open(Optional.of(Path.of("/proc/r")), host, lease -> {}))
        .isInstanceOf(LeaseRegistryException.class)
        .hasMessageContaining("/proc/r")
        .hasMessageContaining("--registry");
  }

  /** Why the tests that follow have no place there. */
  @Test
  @EnabledOnOs(OS.WINDOWS)
  void fileInUseCanBeNeitherRemovedNorMovedNorCutShort_whatIsHeldStands() {
    LeaseRegistry holder = open();
    Claim claim = lease(holder, 8050, "web");

    assertThatThrownBy(() -> Files.delete(file)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Files.move(file, temp.resolve("elsewhere")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> truncate(0)).isInstanceOf(IOException.class);

    assertThat(holder.stands(claim)).isTrue();
    assertThat(open().leases()).extracting(LeaseInfo::app).containsExactly("web");
  }

  @Test
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "a file in use can be neither removed nor cut short")
  void vanishedFileIsMadeAgainFromWhatIsHeld() throws IOException {
    LeaseRegistry holder = open();
    Claim claim = lease(holder, 8050, "web");
    Files.delete(file);

    assertThat(holder.stands(claim)).isTrue();
    assertThat(open().leases()).extracting(LeaseInfo::app).containsExactly("web");
  }

  @Test
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "a file in use can be neither removed nor cut short")
  void vanishedFolderIsMadeAgainFromWhatIsHeld() throws IOException {
    LeaseRegistry holder = open();
    lease(holder, 8050, "web");
    deleteAll();
    Files.delete(folder);

    assertThat(holder.leases()).extracting(LeaseInfo::app).containsExactly("web");
  }

  @Test
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "a file in use can be neither removed nor cut short")
  void truncatedUnderTheMappingIsNoticedAndMadeAgain() throws IOException {
    LeaseRegistry holder = open();
    lease(holder, 8050, "web");
    truncate(0);

    assertThat(holder.leases()).extracting(LeaseInfo::app).containsExactly("web");
    assertThat(Files.size(file)).isEqualTo(RegistryFile.SIZE);
  }

  @Test
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "a file in use can be neither removed nor cut short")
  void leaseThatAnotherTookWhileTheFileWasGoneIsLost() throws IOException {
    host.starts(4711, 5);
    LeaseRegistry holder = open();
    Claim claim = lease(holder, 8050, "web");
    deleteAll();
    LeaseRegistry other = open();
    Terms terms = new Terms("api", new Tenure.OfProcess(4711, 5, true), Duration.ZERO);
    other.commit(((Attempt.Granted) other.tryClaim(8050, terms)).claim());

    assertThat(holder.stands(claim)).isFalse();
    assertThat(holder.release(claim)).isFalse();
    assertThat(holder.leases()).extracting(LeaseInfo::app).containsExactly("api");
  }

  @Test
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "a file in use can be neither removed nor cut short")
  void claimThatAnotherTookWhileTheFileWasGoneIsNotCommitted() throws IOException {
    host.starts(4711, 5);
    LeaseRegistry slow = open();
    Tenure self =
        new Tenure.OfProcess(ProcessHandle.current().pid(), SimulatedHost.SELF_START, false);
    Claim claim =
        ((Attempt.Granted) slow.tryClaim(8050, new Terms("web", self, Duration.ZERO))).claim();
    Files.delete(file);
    LeaseRegistry quick = open();
    Terms terms = new Terms("api", new Tenure.OfProcess(4711, 5, true), Duration.ZERO);
    quick.commit(((Attempt.Granted) quick.tryClaim(8050, terms)).claim());

    assertThat(slow.commit(claim)).isEmpty();
    slow.withdraw(claim);
    assertThat(quick.leases()).extracting(LeaseInfo::app).containsExactly("api");
  }

  @Test
  void interruptedThreadStillLeases() {
    Thread.currentThread().interrupt();
    try {
      LeaseRegistry registry = open();
      Claim claim = lease(registry, 8050, "web");
      assertThat(registry.release(claim)).isTrue();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }
}
