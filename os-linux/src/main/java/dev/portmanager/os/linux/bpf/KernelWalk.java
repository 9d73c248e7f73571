package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.jna.Scratch;
import dev.portmanager.os.linux.procfs.LongSet;

/**
 * The program, loaded, and what goes with it: three descriptors that the kernel takes back when
 * they are closed or the process ends, however it ends. Safe for use by several threads.
 *
 * <p>Whether it is closed and how many inquiries run is guarded by {@code this}: the descriptors
 * are closed after the last one.
 */
public final class KernelWalk implements AutoCloseable {

  private final BpfObjects objects;
  private final KernelLayout layout;
  private final int map;
  private final int program;
  private final int link;
  private final boolean asksOne;
  private final WantedInodes wanted;
  private int running;
  private boolean closed;

  /** How long the last walk over all took, in nanoseconds; a rough measure of the machine. */
  private volatile long lastWalk = Long.MAX_VALUE;

  private KernelWalk(BpfObjects objects, KernelLayout layout, int[] descriptors, boolean asksOne) {
    this.objects = objects;
    this.layout = layout;
    this.map = descriptors[0];
    this.program = descriptors[1];
    this.link = descriptors[2];
    this.asksOne = asksOne;
    this.wanted = new WantedInodes(objects, map);
  }

  /**
   * Loads the program.
   *
   * @param calls the kernel
   * @param layout where it keeps things
   * @return the walk, to be closed
   * @throws UnavailableException if the kernel refuses
   */
  static KernelWalk load(BpfCalls calls, KernelLayout layout) throws UnavailableException {
    BpfObjects objects = new BpfObjects(calls);
    int[] descriptors = {-1, -1, -1};
    boolean done = false;
    try (Scratch scratch = Scratch.borrow()) {
      descriptors[0] = objects.createMap(scratch.memory(), WantedInodes.MOST);
      descriptors[1] =
          objects.loadProgram(
              scratch.memory(), TaskFileProgram.code(layout, descriptors[0]), layout.iterator());
      descriptors[2] = objects.linkAll(scratch.memory(), descriptors[1]);
      boolean asksOne = mayAskOne(objects, scratch, descriptors[1]);
      done = true;
      return new KernelWalk(objects, layout, descriptors, asksOne);
    } finally {
      if (!done) {
        close(calls, descriptors);
      }
    }
  }

  /** Before Linux 6.1 the kernel walks over all processes only. */
  private static boolean mayAskOne(BpfObjects objects, Scratch scratch, int program)
      throws BpfException {
    try {
      int one = objects.linkOne(scratch.memory(), program, 1);
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
  }

  /** Ends an inquiry. */
  void end() {
    synchronized (this) {
      running--;
      if (!closed || running > 0) {
        return;
      }
    }
    close(objects.calls(), new int[] {map, program, link});
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
    close(objects.calls(), new int[] {map, program, link});
  }

  private static void close(BpfCalls calls, int[] descriptors) {
    for (int i = descriptors.length - 1; i >= 0; i--) {
      if (descriptors[i] >= 0) {
        calls.close(descriptors[i]);
      }
    }
  }

  BpfObjects objects() {
    return objects;
  }

  KernelLayout layout() {
    return layout;
  }

  WantedInodes wanted() {
    return wanted;
  }

  int program() {
    return program;
  }

  int link() {
    return link;
  }
}
