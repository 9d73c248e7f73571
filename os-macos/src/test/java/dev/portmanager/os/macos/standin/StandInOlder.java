package dev.portmanager.os.macos.standin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.Diagnosis;
import dev.portmanager.os.macos.MacProcessKiller;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import dev.portmanager.testkit.ChildListener;
import org.junit.jupiter.api.Test;

/** macOS before 14.2, without signals by audit token. Started by {@link StandInTest} alone. */
class StandInOlder {

  private final ProcessKiller killer = new MacProcessKiller();

  @Test
  void pin_namesItsWeakness() {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = killer.pin(child.pid()).orElseThrow()) {
      assertThat(pin.weakness().orElseThrow()).contains("proc_signal_with_audittoken");
    }
  }

  @Test
  void doctor_namesItToo() {
    assertThat(killer.diagnose())
        .anySatisfy(
            found -> {
              assertThat(found.topic()).isEqualTo("signals");
              assertThat(found.level()).isEqualTo(Diagnosis.Level.LIMITED);
              assertThat(found.message()).contains("proc_signal_with_audittoken");
            });
  }
}
