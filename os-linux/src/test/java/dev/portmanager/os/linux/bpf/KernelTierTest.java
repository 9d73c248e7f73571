package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.portmanager.NativeCallException;
import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.procfs.LongSet;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.invocation.InvocationOnMock;

@EnabledOnOs(OS.LINUX)
class KernelTierTest {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final BpfCalls calls = mock(BpfCalls.class);
  private final KernelSource source = mock(KernelSource.class);

  private KernelTier tier(KernelMode mode) throws UnavailableException {
    return tier(mode, new AtomicLong());
  }

  private KernelTier tier(KernelMode mode, AtomicLong clock) throws UnavailableException {
    when(source.load())
        .then(call -> KernelWalk.load(calls, KernelLayout.of(Btf.parse(BtfBlob.kernel("f_ref")))));
    return new KernelTier(mode, source, clock::get);
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
  @CsvSource({
    "0, 24", "0, 23", "0, 12", "0, 11", "5, 24", "5, 11", "5, 4", "28, 24", "28, 12", "33, 24"
  })
  void shortageWhileLoading_isTriedAgain_afterAPause(int command, int code) throws Exception {
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    KernelTier tier = tier(KernelMode.ON, clock);
    when(calls.bpf(eq(command), any(), anyInt())).thenReturn(-code);
    doAnswer(KernelTierTest::walkOnce).when(source).check(any());

    tier.beforeLookUp(1);
    assertThat(tier.tryNow(DEADLINE)).isInstanceOf(KernelTier.Postponed.class);
    assertThat(tier.walk()).isEmpty();
    assertThat(tier.isUndecided()).isFalse();
    verify(source, times(1)).load();

    when(calls.bpf(eq(command), any(), anyInt())).thenReturn(0);
    clock.addAndGet(KernelTier.PAUSE.toNanos() - 1);
    assertThat(tier.tryNow(DEADLINE)).isInstanceOf(KernelTier.Postponed.class);
    clock.incrementAndGet();
    assertThat(tier.isUndecided()).isTrue();
    tier.beforeLookUp(1);
    assertThat(tier.tryNow(DEADLINE)).isInstanceOf(KernelTier.InUse.class);
    assertThat(tier.trusted()).isPresent();
    verify(source, times(2)).load();
  }

  /** What a comparison does to the kernel, as far as it may fail. */
  private static @Nullable Object walkOnce(InvocationOnMock call) throws UnavailableException {
    KernelWalk walk = call.getArgument(0);
    try (Inquiry inquiry = walk.ask(new LongSet(5))) {
      inquiry.all();
    }
    return null;
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "5, 1", "5, 13", "5, 22", "5, 7", "28, 1", "0, 38"})
  void refusalWhileLoading_isForGood(int command, int code) throws Exception {
    AtomicLong clock = new AtomicLong();
    KernelTier tier = tier(KernelMode.ON, clock);
    when(calls.bpf(eq(command), any(), anyInt())).thenReturn(-code);
    tier.beforeLookUp(1);
    assertThat(tier.state()).isInstanceOf(KernelTier.Unavailable.class);
    clock.addAndGet(KernelTier.PAUSE.toNanos() * 1_000);
    tier.beforeLookUp(1);
    assertThat(tier.tryNow(DEADLINE)).isInstanceOf(KernelTier.Unavailable.class);
    assertThat(tier.isUndecided()).isFalse();
    verify(source, times(1)).load();
  }

  @Test
  void scanThatIsShortOfDescriptors_postponesTheTrial() throws Exception {
    AtomicLong clock = new AtomicLong();
    KernelTier tier = tier(KernelMode.ON, clock);
    doThrow(new NativeCallException("openat", Errno.EMFILE, "too many open files"))
        .doNothing()
        .when(source)
        .check(any());
    assertThat(tier.tryNow(DEADLINE)).isInstanceOf(KernelTier.Postponed.class);
    verify(calls, times(4)).close(0); // as after a disagreement
    clock.addAndGet(KernelTier.PAUSE.toNanos());
    assertThat(tier.tryNow(DEADLINE)).isInstanceOf(KernelTier.InUse.class);
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
