package dev.portmanager.os.linux.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.ScanResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LastKnownOwnersTest {

  private static final OwnerHit HIT = new OwnerHit(4711, 77, 5);

  @TempDir Path proc;
  private Path link = Path.of("");
  private LastKnownOwners owners = new LastKnownOwners(new ProcFs(Path.of("/proc")));

  @BeforeEach
  void remember() throws IOException {
    link = Files.createDirectories(proc.resolve("77/fd")).resolve("5");
    Files.createSymbolicLink(link, Path.of("socket:[4711]"));
    owners = new LastKnownOwners(new ProcFs(proc));
    owners.remember(new ScanResult(List.of(HIT), 1, 0, Set.of()));
  }

  @Test
  void ownerThatStillHolds_isBelieved() {
    assertThat(owners.verified(4711)).contains(HIT);
    assertThat(owners.verified(4712)).isEmpty();
  }

  @Test
  void ownerWhoseDescriptorIsAnotherSocketNow_isNotBelieved() throws IOException {
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("socket:[47110]"));
    assertThat(owners.verified(4711)).isEmpty();
  }

  @Test
  void ownerThatClosedOrEnded_isNotBelieved() throws IOException {
    Files.delete(link);
    assertThat(owners.verified(4711)).isEmpty();
  }
}
