package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerScan;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.Visibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The running kernel with a description of its types that is missing, or wrong. */
@EnabledOnOs(OS.LINUX)
class RunningKernelTest {

  private static final ProcFs PROC = new ProcFs(Path.of("/proc"));
  private static final Path TYPES = Path.of(RunningKernel.TYPES);

  @TempDir Path folder;

  @BeforeEach
  void needsTheRights() throws IOException {
    boolean may = true;
    try {
      new KernelRights(PROC, Visibility.read(PROC)).require();
    } catch (UnavailableException e) {
      may = false;
    }
    assumeTrue(may && Files.exists(TYPES), "needs root of the machine and a kernel with BTF");
  }

  @Test
  void missingDescription_isNamed() {
    Path nowhere = folder.resolve("vmlinux");
    assertThatThrownBy(() -> kernel(nowhere).load())
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("does not describe its types in " + nowhere);
  }

  @Test
  void descriptionThatIsCutOff_orNoise_isRefused() throws Exception {
    byte[] whole = Files.readAllBytes(TYPES);
    byte[] noise = new byte[1 << 16];
    new Random(7).nextBytes(noise);
    for (byte[] bytes : new byte[][] {Arrays.copyOf(whole, whole.length / 2), noise, {}}) {
      Path file = Files.write(folder.resolve("vmlinux"), bytes);
      assertThatThrownBy(() -> kernel(file).load()).isInstanceOf(MalformedBtfException.class);
    }
  }

  @Test
  void descriptionOfAnotherKernel_isRefusedByTheVerifier_whoseLogIsKept() throws Exception {
    Path file = Files.write(folder.resolve("vmlinux"), BtfBlob.kernel("f_ref"));
    assertThatThrownBy(() -> kernel(file).load())
        .isInstanceOfSatisfying(
            BpfException.class,
            e ->
                org.assertj.core.api.Assertions.assertThat(e.getMessage())
                    .contains("bpf(BPF_PROG_LOAD)"));
  }

  private static KernelSource kernel(Path types) {
    return new RunningKernel(
        PROC,
        types,
        RunningKernelTest::visibility,
        new Agreement(new OwnerScan("/proc"), LongSet::new));
  }

  private static Visibility visibility() {
    try {
      return Visibility.read(PROC);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
