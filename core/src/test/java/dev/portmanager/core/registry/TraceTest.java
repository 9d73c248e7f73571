package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TraceTest {

  private static final Duration COOLDOWN = Duration.ofSeconds(2);
  private static final int WEB = Trace.hash("web");
  private static final int API = Trace.hash("api");

  @Test
  void releasedPortCoolsForOthersOnly() {
    long trace = Trace.released(Trace.leased(WEB), 10_000);

    assertThat(Trace.isCooling(trace, API, COOLDOWN, 11_999)).isTrue();
    assertThat(Trace.isCooling(trace, WEB, COOLDOWN, 11_999)).isFalse();
    assertThat(Trace.isCooling(trace, API, COOLDOWN, 12_000)).isFalse();
  }

  @Test
  void portThatWasNeverReleasedDoesNotCool() {
    assertThat(Trace.isCooling(0, API, COOLDOWN, 0)).isFalse();
    assertThat(Trace.isCooling(Trace.leased(WEB), API, COOLDOWN, 1)).isFalse();
  }

  @Test
  void clockSteppedBackEndsTheCooldown() {
    long trace = Trace.released(Trace.leased(WEB), 10_000);

    assertThat(Trace.isCooling(trace, API, COOLDOWN, 5_000)).isFalse();
  }

  @Test
  void wrapOfTheStampIsNoGap() {
    long before = 0xFFFF_FFFFL;
    long trace = Trace.released(Trace.leased(WEB), before);

    assertThat(Trace.isCooling(trace, API, COOLDOWN, before + 1_000)).isTrue();
  }

  @Test
  void traceTellsWhoseItIs() {
    assertThat(Trace.isOf(Trace.released(Trace.leased(WEB), 5), WEB)).isTrue();
    assertThat(Trace.isOf(Trace.leased(WEB), API)).isFalse();
  }
}
