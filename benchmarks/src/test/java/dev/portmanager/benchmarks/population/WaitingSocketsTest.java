package dev.portmanager.benchmarks.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class WaitingSocketsTest {

  @Test
  void count_isTheNumberBehindTw() throws Exception {
    String text =
        """
        sockets: used 46
        TCP: inuse 5 orphan 0 tw 20017 alloc 7 mem 1
        UDP: inuse 0 mem 0
        """;
    assertThat(WaitingSockets.count(text)).isEqualTo(20_017);
  }

  @Test
  void count_ofATextWithoutIt_isRefused() {
    assertThatThrownBy(() -> WaitingSockets.count("TCP: inuse 5"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/proc/net/sockstat");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void count_ofThisMachine_isToldByTheKernel() throws Exception {
    assertThat(WaitingSockets.count()).isNotNegative();
  }
}
