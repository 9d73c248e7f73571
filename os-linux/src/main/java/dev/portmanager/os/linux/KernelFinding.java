package dev.portmanager.os.linux;

import dev.portmanager.Diagnosis;
import dev.portmanager.os.linux.bpf.KernelMode;
import dev.portmanager.os.linux.bpf.KernelTier;
import dev.portmanager.os.linux.bpf.KernelWalk;
import dev.portmanager.os.linux.bpf.MissingRightsException;
import dev.portmanager.os.linux.bpf.UnavailableException;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds out whether the kernel can be asked for owners, and says so.
 *
 * @param tier what would ask
 */
record KernelFinding(KernelTier tier) {

  private static final String TOPIC = Diagnosis.OWNER_SEARCH;

  /** The comparison with /proc takes as long as a scan, a second on the largest machines tried. */
  private static final Duration TRIAL = Duration.ofSeconds(5);

  /** Tries it, if nobody did yet. */
  Diagnosis find() {
    KernelTier.State state = tier.tryNow(TRIAL);
    if (state instanceof KernelTier.InUse) {
      return withRefusal(
          Diagnosis.ok(
              TOPIC, "the kernel tells who holds a socket (BPF iterator), and agreed with /proc"));
    }
    if (state instanceof KernelTier.SwitchedOff) {
      return Diagnosis.ok(
          TOPIC,
          "/proc is read: asking the kernel is switched off by " + KernelMode.PROPERTY + "=off");
    }
    if (state instanceof KernelTier.Postponed postponed) {
      return Diagnosis.limited(
          TOPIC,
          "/proc is read for now, right but slower; the kernel could not be asked: "
              + postponed.cause().reason(),
          "nothing needs to be done: it is tried again at a look-up some seconds later");
    }
    if (state instanceof KernelTier.Unavailable unavailable) {
      return unavailable(unavailable.cause());
    }
    return Diagnosis.ok(
        TOPIC,
        "the kernel tells who holds a socket (BPF iterator); it is being compared with /proc");
  }

  /** That the slower of two programs answers is nothing to be done about: for an expert only. */
  private Diagnosis withRefusal(Diagnosis finding) {
    Optional<UnavailableException> refusal = tier.walk().flatMap(KernelWalk::refusal);
    return refusal.isPresent()
        ? finding.withDetails(
            "a program that goes through tables by itself is not taken, a slower one answers: "
                + refusal.get().reason()
                + "\n"
                + refusal.get().log().orElse(""))
        : finding;
  }

  private static Diagnosis unavailable(UnavailableException cause) {
    String message = "/proc is read, right but slower; the kernel is not asked: " + cause.reason();
    if (cause instanceof MissingRightsException) {
      return Diagnosis.ok(TOPIC, message);
    }
    Diagnosis finding =
        Diagnosis.limited(
            TOPIC,
            message,
            "nothing needs to be done; to be rid of this line, set "
                + KernelMode.PROPERTY
                + "=off");
    Optional<String> log = cause.log();
    return log.isPresent() ? finding.withDetails(log.get()) : finding;
  }
}
