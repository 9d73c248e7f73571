package dev.portmanager.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.LeaseRegistryException;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.PortRange;
import dev.portmanager.core.FreeWindow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A register on a real file system that is full. Needs root, to mount one. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {

  @TempDir Path disk;
  private boolean mounted;

  private void mount(String size) throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString());
    assumeTrue(mounted, "only root can mount a small file system");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      // lazily: a mapping lasts until it is collected
      assertThat(run("umount", "--lazy", disk.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0;
  }

  private PortManager open(PortRange range) {
    return PortManagers.builder().registry(disk.resolve("r")).range(range).build();
  }

  @Test
  void registerThatDoesNotFitIsRefusedAndLeavesNothing() throws Exception {
    mount("512k");

    assertThatThrownBy(() -> open(PortRange.DEFAULT))
        .isInstanceOf(LeaseRegistryException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("--registry");
    try (Stream<Path> left = Files.list(disk.resolve("r"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void leaseThatCannotBeWrittenIsRefusedAndGivenBack() throws Exception {
    mount("2m");
    try (PortManager manager = open(FreeWindow.of(2))) {
      fillUp();

      assertThatThrownBy(() -> manager.getUniquePort("web"))
          .isInstanceOf(LeaseRegistryException.class)
          .hasMessageContaining("No space left on device");
      assertThat(manager.getAppPorts()).isEmpty();
      Files.delete(disk.resolve("filler"));
      manager.getUniquePort("web");
      manager.getUniquePort("api");
      assertThat(manager.leases()).hasSize(2);
    }
  }

  private void fillUp() throws IOException {
    try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
      byte[] page = new byte[4096];
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }
}
