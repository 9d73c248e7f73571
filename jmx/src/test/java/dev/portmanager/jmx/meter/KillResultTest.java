package dev.portmanager.jmx.meter;

import static dev.portmanager.jmx.meter.Happenings.outcome;
import static dev.portmanager.jmx.meter.Happenings.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.KillOutcome;
import dev.portmanager.KillOutcome.Result;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillResultTest {

  @ParameterizedTest
  @CsvSource({
    "terminated, TERMINATED",
    "terminated, ALREADY_GONE TERMINATED",
    "forced, TERMINATED KILLED TERMINATED",
    "refused, KILLED REFUSED",
    "denied, DENIED REFUSED TERMINATED",
    "timeout, TERMINATED SURVIVED DENIED",
    "not_found, ALREADY_GONE"
  })
  void theWorstCounts(String tag, String results) {
    KillOutcome[] outcomes =
        Arrays.stream(results.split(" "))
            .map(result -> outcome(41, Result.valueOf(result)))
            .toArray(KillOutcome[]::new);
    assertThat(KillResult.of(report(8050, List.of(), outcomes)).tag()).isEqualTo(tag);
  }

  @Test
  void noProcessSeen() {
    assertThat(KillResult.of(report(8050, List.of()))).isEqualTo(KillResult.NOT_FOUND);
    Listener hidden =
        new Listener(
            Protocol.TCP,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 8050),
            new Ownership.Hidden("another user's"));
    assertThat(KillResult.of(report(8050, List.of(hidden)))).isEqualTo(KillResult.DENIED);
  }
}
