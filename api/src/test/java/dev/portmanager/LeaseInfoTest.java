package dev.portmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseInfoTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void text_showsWhoHasWhat() {
    LeaseInfo lease =
        new LeaseInfo("web", 8050, 4711, NOON, "ann", Optional.of(NOON.plusSeconds(60)));
    assertThat(lease)
        .hasToString(
            "web on port 8050, pid 4711, user ann, since 2026-03-01T12:00:00Z,"
                + " until 2026-03-01T12:01:00Z");
  }

  @Test
  void text_isHarmless_whateverTheNamesAre() {
    String hostile = "\u001b[2J\r\n\u009b31m\u202e";
    String text = new LeaseInfo(hostile, 1, 1, NOON, hostile, Optional.empty()).toString();
    assertThat(text).isEqualTo(Printable.of(text, 1_000)).contains("?[2J");
    assertThat(new LeaseInfo("x".repeat(10_000), 1, 1, NOON, "ann", Optional.empty()).toString())
        .hasSizeLessThan(200);
  }
}
