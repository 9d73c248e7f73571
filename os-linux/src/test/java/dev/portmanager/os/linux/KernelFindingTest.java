package dev.portmanager.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Diagnosis;
import dev.portmanager.os.linux.bpf.KernelMode;
import dev.portmanager.os.linux.bpf.KernelTier;
import dev.portmanager.os.linux.bpf.OlderKernel;
import org.junit.jupiter.api.Test;

class KernelFindingTest {

  @Test
  void refusedQuickProgram_isNoComplaint_butItsLogIsThereForAnExpert() {
    assumeTrue(Machine.mayAskTheKernel(), "needs root of the machine and a kernel with BTF");
    Diagnosis finding = new KernelFinding(new KernelTier(KernelMode.ON, new OlderKernel())).find();
    assertThat(finding.level()).isEqualTo(Diagnosis.Level.OK);
    assertThat(finding.message()).contains("agreed with /proc");
    assertThat(finding.details().orElseThrow())
        .contains("a slower one answers")
        .contains("unknown opcode e5");
  }
}
