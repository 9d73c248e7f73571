package dev.portmanager.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.PortEvent.LookedUp.Means;
import dev.portmanager.os.linux.bpf.KernelMode;
import dev.portmanager.os.linux.bpf.KernelTier;
import dev.portmanager.spi.ProcessKiller;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The whole contract once more, with the kernel telling who holds a socket. */
class KernelTierContractTest extends LinuxProcessKillerContractTest {

  private final LinuxProcessKiller killer = new LinuxProcessKiller(Optional.of(KernelMode.ON));

  @Override
  protected ProcessKiller processKiller() {
    return killer;
  }

  @BeforeEach
  void askTheKernel() {
    assumeTrue(Machine.mayAskTheKernel(), "needs root of the machine and a kernel with BTF");
    assertThat(killer.kernelTier().tryNow(Duration.ofSeconds(60)))
        .isInstanceOf(KernelTier.InUse.class);
  }

  @AfterEach
  void theKernelWasAsked_untilTheEnd() {
    if (Machine.mayAskTheKernel()) {
      assertThat(killer.kernelTier().state()).isInstanceOf(KernelTier.InUse.class);
      assertThat(killer.means()).isEqualTo(Means.KERNEL);
    }
  }
}
