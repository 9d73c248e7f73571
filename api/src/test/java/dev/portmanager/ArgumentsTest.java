package dev.portmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.spi.PortManagerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65_536, Integer.MAX_VALUE})
  void portOutOfBoundsIsRefusedWithItsValue(int port) {
    assertThatThrownBy(() -> PortRange.requirePort(port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a port must be 1-65535 but was " + port);
  }

  @Test
  void rangeTellsItsPorts() {
    PortRange range = new PortRange(8050, 8099);

    assertThat(range).isEqualTo(PortRange.DEFAULT).hasToString("8050-8099");
    assertThat(range.size()).isEqualTo(50);
    assertThat(range.contains(8050) && range.contains(8099)).isTrue();
    assertThat(range.contains(8049) || range.contains(8100)).isFalse();
    assertThat(range.overlaps(new PortRange(8099, 9000))).isTrue();
    assertThat(range.overlaps(new PortRange(8100, 9000))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8050-8099", " 8050 - 8099 "})
  void rangeIsReadAsPeopleWriteIt(String text) {
    assertThat(PortRange.parse(text)).isEqualTo(PortRange.DEFAULT);
    assertThat(PortRange.parse("80")).isEqualTo(PortRange.of(80));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "8050-", "-8099", "a-b", "8050-8099-1", "0-10", "10-9", "1-65536"})
  void textThatIsNoRangeIsRefused(String text) {
    assertThatThrownBy(() -> PortRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "a\nb", "a\u0000", "\u007f", "\ud800"})
  void nameThatCannotBeOneIsRefused(String name) {
    assertThatThrownBy(() -> LeaseRequest.requireAppName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("app name");
  }

  @Test
  void nameIsMeasuredInBytes() {
    assertThat(LeaseRequest.requireAppName("ä".repeat(64))).hasSize(64);
    assertThatThrownBy(() -> LeaseRequest.requireAppName("ä".repeat(64) + "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1-128 bytes")
        .hasMessageContaining("129");
  }

  static Stream<Arguments> badRequests() {
    return Stream.of(
        Arguments.of(LeaseRequest.builder("a").preferredPort(0), "65535"),
        Arguments.of(LeaseRequest.builder("a").strict(true), "preferredPort"),
        Arguments.of(LeaseRequest.builder("a").maxWait(Duration.ofSeconds(-1)), "maxWait"),
        Arguments.of(LeaseRequest.builder("a").maxWait(Duration.ofDays(2)), "maxWait"),
        Arguments.of(LeaseRequest.builder("a").duration(Duration.ZERO), "duration"),
        Arguments.of(LeaseRequest.builder("a").duration(Duration.ofDays(31)), "duration"),
        Arguments.of(LeaseRequest.builder("a").holderPid(0), "holderPid"),
        Arguments.of(
            LeaseRequest.builder("a").holderPid(1).duration(Duration.ofSeconds(1)), "not to both"),
        Arguments.of(LeaseRequest.builder("a").holderPid(1).hold(true), "hold"));
  }

  @ParameterizedTest
  @MethodSource("badRequests")
  void badRequestIsRefusedWithASentence(LeaseRequest.Builder builder, String part) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(part);
  }

  @Test
  void killOptionsHaveTheDocumentedDefaultsAndBounds() {
    KillOptions defaults = KillOptions.defaults();

    assertThat(defaults.gracePeriod()).isEqualTo(Duration.ofSeconds(3));
    assertThat(defaults.forcePeriod()).isEqualTo(Duration.ofSeconds(3));
    assertThat(defaults.force()).isTrue();
    assertThat(defaults.descendants() || defaults.dryRun()).isFalse();
    assertThat(defaults.expectedPid()).isEmpty();
    assertThat(defaults.protocol()).isEqualTo(Protocol.TCP);
    assertThatThrownBy(() -> KillOptions.builder().gracePeriod(Duration.ofMillis(-1)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gracePeriod");
    assertThatThrownBy(() -> KillOptions.builder().forcePeriod(Duration.ofDays(1)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("forcePeriod");
    assertThatThrownBy(() -> KillOptions.builder().expectedPid(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expectedPid");
  }

  @Test
  void settingsAreBounded() {
    assertThatThrownBy(() -> settings(Duration.ofHours(2), Set.of(), "x"))
        .hasMessageContaining("cooldown");
    assertThatThrownBy(() -> settings(Duration.ZERO, Set.of(8050, 8051), "x"))
        .hasMessageContaining("every port");
    assertThatThrownBy(() -> settings(Duration.ZERO, Set.of(0), "x")).hasMessageContaining("0");
    assertThatThrownBy(() -> settings(Duration.ZERO, Set.of(), "a\nb"))
        .hasMessageContaining("name");
  }

  private static PortManagerSettings settings(
      Duration cooldown, Set<Integer> excluded, String name) {
    return new PortManagerSettings(
        new PortRange(8050, 8051), Optional.empty(), excluded, cooldown, name, Optional.empty());
  }

  @Test
  void knownOwnershipNamesSomebody() {
    assertThatThrownBy(() -> new Ownership.Known(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nullIsRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> LeaseRequest.of(nothing()))
        .withMessage("appName");
    assertThatNullPointerException()
        .isThrownBy(() -> PortRange.parse(nothing()))
        .withMessage("text");
    assertThatNullPointerException()
        .isThrownBy(() -> KillOptions.builder().protocol(nothing()))
        .withMessage("protocol");
    assertThatNullPointerException()
        .isThrownBy(() -> PortManagers.builder().registry(nothing()))
        .withMessage("directory");
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }
}
