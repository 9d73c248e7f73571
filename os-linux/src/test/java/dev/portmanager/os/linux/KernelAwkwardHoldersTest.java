package dev.portmanager.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Ownership;
import dev.portmanager.os.linux.bpf.KernelMode;
import dev.portmanager.os.linux.bpf.KernelTier;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** The same with the kernel telling: it sees every table, so there is never a doubt. */
class KernelAwkwardHoldersTest extends AwkwardHoldersTest {

  @Override
  KernelMode mode() {
    return KernelMode.ON;
  }

  @BeforeEach
  void askTheKernel() {
    assumeTrue(Machine.mayAskTheKernel(), "needs root of the machine and a kernel with BTF");
    assertThat(killer().kernelTier().tryNow(Duration.ofSeconds(60)))
        .isInstanceOf(KernelTier.InUse.class);
  }

  @Override
  void assertHeldByTheKernel(Ownership ownership) {
    assertThat(ownership)
        .isInstanceOfSatisfying(
            Ownership.None.class,
            none ->
                assertThat(none.reason())
                    .contains("the descriptors of all processes")
                    .contains("held by the kernel"));
  }
}
