package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.jna.Scratch;
import dev.portmanager.os.linux.procfs.LongSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The programs, loaded, and what goes with them: descriptors that the kernel takes back when they
 * are closed or the process ends, however it ends. Safe for use by several threads.
 *
 * <p>Whether it is closed and how many inquiries run is guarded by {@code this}: the descriptors
 * are closed after the last one.
 */
public final class KernelWalk implements AutoCloseable {

  /** What takes longer would be broken off, or keep a processor for long. */
  private static final long MOST_SWEEP_NANOS = 1_000_000;

  private final BpfObjects objects;
  private final KernelLayout layout;
  private final int map;
  private final LoadedPrograms programs;
  private final boolean asksOne;
  private final WantedInodes wanted;
  private int running;
  private boolean closed;

  /** How long the last walk over all took, in nanoseconds; a rough measure of the machine. */
  private volatile long lastWalk = Long.MAX_VALUE;

  /** Whether the machine is small enough to go through in one run, by the last walk. */
  private volatile boolean small = true;

  private KernelWalk(BpfObjects objects, KernelLayout layout, int map, LoadedPrograms programs)
      throws BpfException {
    this.objects = objects;
    this.layout = layout;
    this.map = map;
    this.programs = programs;
    this.asksOne = mayAskOne(objects, programs.list().get(0));
    this.wanted = new WantedInodes(objects, map);
  }

  /**
   * Loads the programs: the quick ones if this kernel takes them, and the one that any kernel with
   * the iterator takes, for what the quick ones leave.
   *
   * @param calls the kernel
   * @param layout where it keeps things
   * @return the walk, to be closed
   * @throws UnavailableException if the kernel refuses
   */
  static KernelWalk load(BpfCalls calls, KernelLayout layout) throws UnavailableException {
    BpfObjects objects = new BpfObjects(calls);
    LoadedPrograms programs = null;
    int map = -1;
    boolean done = false;
    try (Scratch scratch = Scratch.borrow()) {
      map = objects.createMap(scratch.memory(), WantedInodes.MOST);
      programs = LoadedPrograms.load(objects, scratch.memory(), layout, map);
      KernelWalk walk = new KernelWalk(objects, layout, map, programs);
      done = true;
      return walk;
    } finally {
      if (!done) {
        close(calls, map, programs);
      }
    }
  }

  /** Before Linux 6.1 the kernel walks over all processes only. */
  private static boolean mayAskOne(BpfObjects objects, LoadedProgram program) throws BpfException {
    try (Scratch scratch = Scratch.borrow()) {
      int one = objects.linkOne(scratch.memory(), program.program(), 1);
      objects.calls().close(one);
      return true;
    } catch (BpfException e) {
      if (e.isPassing()) {
        throw e; // that says nothing of the kernel's age
      }
      return false;
    }
  }

  /**
   * Begins a look-up.
   *
   * @param inodes the sockets
   * @return the look-up, to be closed by the thread that began it
   * @throws UnavailableException if the kernel refuses, or this is closed
   */
  public Inquiry ask(LongSet inodes) throws UnavailableException {
    synchronized (this) {
      if (closed) {
        throw new UnavailableException("it was given up");
      }
      running++;
    }
    boolean begun = false;
    try {
      Inquiry inquiry = new Inquiry(this, inodes);
      begun = true;
      return inquiry;
    } finally {
      if (!begun) {
        end();
      }
    }
  }

  /**
   * Returns why the kernel does not take a program that goes through tables by itself, where it has
   * what that takes; then another one goes through all, as right but slower.
   *
   * @return the reason, with the verifier's log; empty if nothing was refused
   */
  public Optional<UnavailableException> refusal() {
    return programs.refusal();
  }

  /** Tells whether one process can be asked for alone. */
  public boolean asksOne() {
    return asksOne;
  }

  /**
   * Returns how long the last walk over all processes took.
   *
   * @return nanoseconds; {@link Long#MAX_VALUE} if there was none
   */
  public long lastWalkNanos() {
    return lastWalk;
  }

  void walked(long nanos) {
    lastWalk = nanos;
    small = nanos < MOST_SWEEP_NANOS;
  }

  /** Says that one run was not enough for all processes. */
  void brokenOff() {
    small = false;
  }

  /** Tells whether one run may be enough for all processes, by what is known of the machine. */
  boolean isSmall() {
    return small;
  }

  /** Ends an inquiry. */
  void end() {
    synchronized (this) {
      running--;
      if (!closed || running > 0) {
        return;
      }
    }
    close(objects.calls(), map, programs);
  }

  /** Gives the kernel everything back, once no inquiry runs. Does nothing if that is done. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      if (running > 0) {
        return;
      }
    }
    close(objects.calls(), map, programs);
  }

  private static void close(BpfCalls calls, int map, @Nullable LoadedPrograms programs) {
    if (programs != null) {
      programs.close(calls);
    }
    if (map >= 0) {
      calls.close(map);
    }
  }

  BpfObjects objects() {
    return objects;
  }

  KernelLayout layout() {
    return layout;
  }

  int map() {
    return map;
  }

  WantedInodes wanted() {
    return wanted;
  }

  /** Returns the program that goes through a small machine in one run, if the kernel takes it. */
  Optional<LoadedProgram> sweep() {
    return programs.sweep();
  }

  /** Returns the programs, the quickest first; the last one does whatever another one leaves. */
  List<LoadedProgram> programs() {
    return programs.list();
  }
}
