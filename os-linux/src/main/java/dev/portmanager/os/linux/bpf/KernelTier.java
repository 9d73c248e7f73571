package dev.portmanager.os.linux.bpf;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the kernel is asked for owners: from when on, on which proof, until when. Safe for use by
 * several threads; {@code loading} is held while the state leaves {@link NotTried} or {@link
 * Postponed}, by one thread, and no other waits for it.
 *
 * <p>To load the program takes as long as to look through some {@value #PAYS_FROM} processes in
 * /proc. So it is loaded at the look-up with which that many were looked through: on a large
 * machine the first, on a small one a later one, in a program that looks up one port there never.
 * Whoever pays only once it would have paid already pays at most twice what would have been best,
 * however many look-ups are still to come.
 */
public final class KernelTier {

  /** How far it has come. */
  public sealed interface State {}

  /** Nothing was loaded yet. */
  public record NotTried() implements State {}

  /** It answers, after a check with a socket of our own; a scan of /proc runs to compare. */
  public record OnTrial() implements State {}

  /** It answers, and agreed with /proc. */
  public record InUse() implements State {}

  /** It was not to be had for a moment, and is tried again at a look-up after a pause. */
  public record Postponed(UnavailableException cause) implements State {}

  /** It is not used, for good. */
  public record Unavailable(UnavailableException cause) implements State {}

  /** The user does not want it. */
  public record SwitchedOff() implements State {}

  /**
   * So many processes take as long to look through as the programs take to load. Measured by the
   * benchmark {@code kernel}, a fresh JVM's first look-up with loading less that by /proc: 31 ms
   * among 169 processes, 28 among 369, -2 among 1,069, -47 among 3,069.
   */
  static final int PAYS_FROM = 1_000;

  /** So long /proc is read before what was short for a moment is tried for again. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private final KernelSource source;
  private final KernelMode mode;
  private final LongSupplier clock;
  private final ReentrantLock loading = new ReentrantLock();
  private final AtomicLong lookedThrough = new AtomicLong();
  private volatile CountDownLatch tried = new CountDownLatch(1);
  private volatile State state;

  /** By the clock; set before the state says that it is postponed. */
  private volatile long postponedAt;

  /** Set before the state says that it answers. */
  private volatile @Nullable KernelWalk walk;

  /**
   * Creates a tier that has loaded nothing.
   *
   * @param mode what the user wants
   * @param source where to load from
   */
  public KernelTier(KernelMode mode, KernelSource source) {
    this(
        mode,
        source,
        new LongSupplier() { // no lambda: a program's first look-up waits for each to link
          @Override
          public long getAsLong() {
            return System.nanoTime();
          }
        });
  }

  /** Creates a tier with a clock that counts nanoseconds. */
  KernelTier(KernelMode mode, KernelSource source, LongSupplier clock) {
    this.mode = mode;
    this.source = source;
    this.clock = clock;
    this.state = mode == KernelMode.OFF ? new SwitchedOff() : new NotTried();
  }

  /**
   * Creates a tier that is not used for good.
   *
   * @param cause why
   */
  public KernelTier(UnavailableException cause) {
    this(KernelMode.OFF, new NoSource(cause));
    this.state = new Unavailable(cause);
  }

  /**
   * Returns how far it has come.
   *
   * @return the state at this moment
   */
  public State state() {
    return state;
  }

  /**
   * Returns the walk, if it answers.
   *
   * @return the walk; empty if /proc is to be read
   */
  public Optional<KernelWalk> walk() {
    State now = state;
    return now instanceof InUse || now instanceof OnTrial
        ? Optional.ofNullable(walk)
        : Optional.empty();
  }

  /**
   * Returns the walk, if it has agreed with /proc: for whoever is about to end a process.
   *
   * @return the walk; empty if /proc is to be read
   */
  public Optional<KernelWalk> trusted() {
    return state instanceof InUse ? Optional.ofNullable(walk) : Optional.empty();
  }

  /**
   * Tells whether {@link #beforeLookUp} has a reason to be called.
   *
   * @return true until the program was loaded, or could not be for good
   */
  public boolean isUndecided() {
    return state instanceof NotTried || isPauseOver();
  }

  private boolean isPauseOver() {
    return state instanceof Postponed && clock.getAsLong() - postponedAt >= PAUSE.toNanos();
  }

  /**
   * Says that all processes are about to be looked through; loads the program if it pays now.
   *
   * @param processes how many there are, about
   */
  public void beforeLookUp(int processes) {
    if (mode == KernelMode.ON || lookedThrough.addAndGet(processes) >= PAYS_FROM) {
      load();
    }
  }

  /**
   * Loads the program now, unless that was tried already and the result stands, and waits for the
   * comparison with /proc.
   *
   * @param timeout how long at most
   * @return the state after that
   */
  public State tryNow(Duration timeout) {
    load();
    if (state instanceof OnTrial) {
      try {
        tried.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return state;
  }

  /**
   * Says that the kernel did not answer. For want of descriptors or memory it may the next time;
   * for anything else it is not asked again.
   *
   * @param failure what happened
   */
  public void failed(UnavailableException failure) {
    if (!failure.isPassing()) {
      giveUp(failure);
    }
  }

  private void load() {
    if (!loading.tryLock()) {
      return;
    }
    try {
      if (isUndecided()) {
        KernelWalk loaded = source.load();
        CountDownLatch end = new CountDownLatch(1);
        walk = loaded;
        tried = end;
        state = new OnTrial();
        startTrial(loaded, end);
      }
    } catch (UnavailableException e) {
      end(e);
    } finally {
      loading.unlock();
    }
  }

  private void startTrial(KernelWalk loaded, CountDownLatch end) {
    Thread trial =
        new Thread("portmanager-kernel-check") {
          @Override
          public void run() {
            trial(loaded, end);
          }
        };
    trial.setDaemon(true);
    trial.setContextClassLoader(null);
    try {
      trial.start();
    } catch (OutOfMemoryError e) {
      end(new Shortage("no thread can be started to compare it with /proc (" + e + ")"));
      end.countDown();
    }
  }

  private void trial(KernelWalk loaded, CountDownLatch end) {
    try {
      source.check(loaded);
      accept();
    } catch (UnavailableException e) {
      end(e);
    } catch (RuntimeException e) {
      end(Shortage.of("it could not be compared with /proc (" + e + ")", e));
    } finally {
      end.countDown();
    }
  }

  /** Loading or the trial failed. */
  private void end(UnavailableException cause) {
    if (cause.isPassing()) {
      postpone(cause);
    } else {
      giveUp(cause);
    }
  }

  private synchronized void postpone(UnavailableException cause) {
    if (state instanceof Unavailable) {
      return;
    }
    postponedAt = clock.getAsLong();
    state = new Postponed(cause);
    closeWalk();
    System.getLogger(KernelTier.class.getName())
        .log(
            System.Logger.Level.DEBUG,
            "the kernel cannot be asked for the owners of sockets for now, /proc is read: "
                + cause.reason());
  }

  private void closeWalk() {
    KernelWalk loaded = walk;
    walk = null;
    if (loaded != null) {
      loaded.close();
    }
  }

  private synchronized void accept() {
    if (state instanceof OnTrial) {
      state = new InUse();
    }
  }

  private synchronized void giveUp(UnavailableException cause) {
    if (state instanceof Unavailable) {
      return;
    }
    boolean answered = state instanceof OnTrial || state instanceof InUse;
    state = new Unavailable(cause);
    closeWalk();
    // Not to have the rights is as it should be for most; to have answered and to stop is not.
    System.getLogger(KernelTier.class.getName())
        .log(
            answered ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
            "the kernel is not asked for the owners of sockets, /proc is read: " + cause.reason());
  }

  /** What is never asked. */
  private record NoSource(UnavailableException cause) implements KernelSource {

    @Override
    public KernelWalk load() throws UnavailableException {
      throw cause;
    }

    @Override
    public void check(KernelWalk walk) throws UnavailableException {
      throw cause;
    }
  }
}
