package dev.portmanager.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.PortRange;
import dev.portmanager.core.FreeWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class FirstAllocationTest {

  @TempDir Path folder;

  @Test
  void firstAllocationOfAFreshJvmLoadsNoJnaAndNoGuava() throws Exception {
    PortRange range = FreeWindow.of(4);
    Path log = folder.resolve("classes.txt");
    List<String> java =
        LeaserProcess.java(System.getProperty("java.class.path"), "-Xlog:class+load:file=" + log);
    try (LeaserProcess leaser =
        LeaserProcess.start(java, "web", range, folder.resolve("r").toString())) {
      assertThat(leaser.said("PORT")).hasSize(1);
    }
    List<String> classes = Files.readAllLines(log);
    assertThat(classes).anyMatch(line -> line.contains("dev.portmanager.core.registry."));
    assertThat(classes).noneMatch(line -> line.contains("com.sun.jna."));
    assertThat(classes).noneMatch(line -> line.contains("com.google.common.cache."));
  }
}
