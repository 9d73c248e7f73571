package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.procfs.LongSet;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class KernelTierTest {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final BpfCalls calls = mock(BpfCalls.class);
  private final KernelSource source = mock(KernelSource.class);

  private KernelTier tier(KernelMode mode) throws UnavailableException {
    when(source.load())
        .then(call -> KernelWalk.load(calls, KernelLayout.of(Btf.parse(BtfBlob.kernel("f_ref")))));
    return new KernelTier(mode, source);
  }

  @Test
  void largeMachine_loadsAtTheFirstLookUp_aSmallOneWhenItPays() throws Exception {
    KernelTier large = tier(KernelMode.AUTO);
    large.beforeLookUp(KernelTier.PAYS_FROM);
    assertThat(large.walk()).isPresent();

    KernelTier small = tier(KernelMode.AUTO);
    for (int i = 1; i < 10; i++) {
      small.beforeLookUp(KernelTier.PAYS_FROM / 10);
      assertThat(small.walk()).as("look-up %d", i).isEmpty();
    }
    small.beforeLookUp(KernelTier.PAYS_FROM / 10);
    assertThat(small.walk()).isPresent();
    assertThat(small.isUndecided()).isFalse();
  }

  @Test
  void on_loadsAtTheFirst_offNever() throws Exception {
    KernelTier on = tier(KernelMode.ON);
    on.beforeLookUp(1);
    assertThat(on.walk()).isPresent();
    verify(source, times(1)).load();

    KernelTier off = new KernelTier(KernelMode.OFF, source);
    off.beforeLookUp(Integer.MAX_VALUE);
    assertThat(off.tryNow(DEADLINE)).isInstanceOf(KernelTier.SwitchedOff.class);
    assertThat(off.walk()).isEmpty();
    verify(source, times(1)).load();
  }

  @Test
  void onTrial_itAnswers_butIsNotTrusted() throws Exception {
    KernelTier tier = tier(KernelMode.ON);
    CountDownLatch end = new CountDownLatch(1);
    doAnswer(call -> end.await(10, TimeUnit.SECONDS)).when(source).check(any());
    tier.beforeLookUp(1);
    assertThat(tier.state()).isInstanceOf(KernelTier.OnTrial.class);
    assertThat(tier.walk()).isPresent();
    assertThat(tier.trusted()).isEmpty();
    end.countDown();
    assertThat(tier.tryNow(DEADLINE)).isInstanceOf(KernelTier.InUse.class);
    assertThat(tier.trusted()).isPresent();
  }

  @Test
  void disagreement_endsIt_andGivesEverythingBack() throws Exception {
    KernelTier tier = tier(KernelMode.ON);
    doThrow(new UnavailableException("it disagrees with /proc: x")).when(source).check(any());
    assertThat(reason(tier.tryNow(DEADLINE))).contains("disagrees");
    assertThat(tier.walk()).isEmpty();
    // Map, program, link, and the link of one process that was only tried: all 0 by this mock.
    verify(calls, times(4)).close(0);
  }

  @Test
  void failingComparison_endsIt_too() throws Exception {
    KernelTier tier = tier(KernelMode.ON);
    doThrow(new IllegalStateException("no netlink")).when(source).check(any());
    assertThat(reason(tier.tryNow(DEADLINE))).contains("could not be compared");
  }

  @Test
  void refusal_isTriedOnce() throws Exception {
    when(source.load()).thenThrow(new MissingRightsException());
    KernelTier tier = new KernelTier(KernelMode.ON, source);
    tier.beforeLookUp(1);
    assertThat(reason(tier.tryNow(DEADLINE))).contains("capabilities BPF and PERFMON");
    verify(source, times(1)).load();
    verify(source, never()).check(any());
  }

  @Test
  void failedCall_endsIt_unlessItPasses() throws Exception {
    KernelTier tier = tier(KernelMode.ON);
    tier.tryNow(DEADLINE);
    tier.failed(new BpfException("bpf(BPF_ITER_CREATE)", Errno.EMFILE));
    assertThat(tier.state()).isInstanceOf(KernelTier.InUse.class);
    KernelWalk walk = tier.walk().orElseThrow();
    tier.failed(new BpfException("read of an iterator", Errno.EPERM));
    assertThat(reason(tier.state())).contains("EPERM");
    assertThatThrownBy(() -> walk.ask(new LongSet(1))).isInstanceOf(UnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource({"auto, AUTO", "'', AUTO", "on, ON", "' Off ', OFF"})
  void wordOfTheProperty_isUnderstood(String word, KernelMode mode) throws Exception {
    assertThat(KernelMode.of("portmanager.kernel", word)).isEqualTo(mode);
  }

  @Test
  void otherWord_isSaid() {
    assertThatThrownBy(() -> KernelMode.of("portmanager.kernel", "yes"))
        .hasMessage("portmanager.kernel must be auto, on or off but was \"yes\"");
  }

  @ParameterizedTest
  @CsvSource({
    "000001ffffffffff, true", "0000000000200000, true", "000000c000000000, true",
    "0000008000000000, false", "0000004000000000, false", "0000000000000000, false"
  })
  void rights_areRootsOrBoth(String capabilities, boolean enough) {
    assertThat(KernelRights.mayLoad(Long.parseUnsignedLong(capabilities, 16))).isEqualTo(enough);
  }

  private static String reason(KernelTier.State state) {
    assertThat(state).isInstanceOf(KernelTier.Unavailable.class);
    return ((KernelTier.Unavailable) state).cause().reason();
  }
}
