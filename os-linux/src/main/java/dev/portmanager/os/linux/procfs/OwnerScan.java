package dev.portmanager.os.linux.procfs;

import dev.portmanager.NativeCallException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One pass over all processes that finds every owner of a set of sockets. Safe for use by several
 * threads.
 *
 * <p>Each descriptor's link is read, until a holder of the socket is known, from an earlier pass or
 * early in this one. From then on descriptors are compared with the holder's, which takes half the
 * time and is as thorough. A holder that is none any more at the end of the pass makes it start
 * again, with links alone.
 *
 * <p>From {@value #MANY} processes on a second thread helps. It is started for the pass and ends
 * with it, so nothing is left behind in a server that looks up a port once.
 */
public final class OwnerScan {

  /** How thorough a pass is. */
  public enum Depth {
    /** One descriptor table for each process. */
    PROCESSES,
    /** The tables of threads that have one of their own as well. */
    THREADS
  }

  /**
   * From how many processes on two threads share a pass. Measured: among 127 the second saves 5 %
   * of a pass that compares and a quarter of one that reads links, among 240 a sixth and a third;
   * below that there is little to save, and a busy second processor makes its start a loss.
   */
  static final int MANY = 128;

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** How many processes a worker takes at once. */
  private static final int STEP = 8;

  /** How descriptors are looked at. */
  enum Manner {
    /** Each by its link. */
    LINKS,
    /** By comparison with a known holder's, where the kernel can; else by their links. */
    COMPARISON
  }

  private final String root;
  private final int many;
  private final Samples samples = new Samples();

  /** Starts as what is wanted; is LINKS once the kernel was found to lack what comparing takes. */
  private volatile Manner manner;

  /** Whether the kernel was found to have it. */
  private volatile boolean counting;

  /**
   * Creates a scan that reads links alone.
   *
   * @param root where procfs is mounted: ASCII
   */
  public OwnerScan(String root) {
    this(root, MANY, Manner.LINKS);
  }

  OwnerScan(String root, int many, Manner manner) {
    this.root = root;
    this.many = many;
    this.manner = manner;
  }

  /**
   * Creates a scan that compares as well.
   *
   * @param root where procfs is mounted: ASCII; it must show this process's own pid namespace, by
   *     whose numbers processes are compared
   * @return the scan
   */
  public static OwnerScan comparing(String root) {
    return new OwnerScan(root, MANY, Manner.COMPARISON);
  }

  /**
   * Looks into every process.
   *
   * @param wanted the sockets' inodes
   * @param depth how thorough
   * @return every owner that could be seen
   * @throws dev.portmanager.NativeCallException if /proc cannot be read at all
   */
  public ScanResult all(LongSet wanted, Depth depth) {
    if (wanted.size() == 0) {
      return ScanTally.merge(List.of());
    }
    try (ProcFolder proc = new ProcFolder(root)) {
      Pass pass = new Pass(proc.numbers(), wanted, depth);
      boolean comparing = depth == Depth.PROCESSES && isComparing(proc);
      if (comparing) {
        pass.compareWith(samples.of(wanted, proc));
      }
      pass.learning = comparing && pass.comparison == null && wanted.size() == 1;
      ScanResult result = run(pass, proc);
      if (!Samples.holdAll(pass.samples(), proc)) {
        result = run(new Pass(proc.numbers(), wanted, depth), proc);
      }
      if (comparing) {
        samples.remember(result.hits());
      }
      return result;
    }
  }

  private boolean isComparing(ProcFolder proc) {
    if (manner == Manner.COMPARISON && !counting) {
      counting = proc.countsDescriptors();
      manner = counting ? Manner.COMPARISON : Manner.LINKS;
    }
    return manner == Manner.COMPARISON;
  }

  private ScanResult run(Pass pass, ProcFolder proc) {
    ScanTally own = new ScanTally();
    if (pass.pids.length < many || PROCESSORS == 1) {
      pass.run(proc, own);
      return ScanTally.merge(List.of(own));
    }
    Assistant assistant = new Assistant(root, pass);
    if (!assistant.isStarted()) {
      pass.run(proc, own);
      return ScanTally.merge(List.of(own));
    }
    try {
      pass.run(proc, own);
    } finally {
      assistant.awaitEnd();
    }
    return ScanTally.merge(List.of(own, assistant.result()));
  }

  /**
   * Looks into some processes alone.
   *
   * @param wanted the sockets' inodes
   * @param pids the processes
   * @return which of them are owners
   */
  public ScanResult of(LongSet wanted, int... pids) {
    try (ProcFolder proc = new ProcFolder(root)) {
      ScanTally tally = new ScanTally();
      new Pass(pids, wanted, Depth.THREADS).run(proc, tally);
      return ScanTally.merge(List.of(tally));
    }
  }

  /** Where to look first. */
  public static final class Order {

    private final int[] pids;
    private final Set<Long> users;

    /**
     * Creates an order.
     *
     * @param pids these processes, ascending; some may have ended
     * @param users then all processes of these users
     */
    public Order(int[] pids, Set<Long> users) {
      this.pids = pids.clone();
      this.users = Set.copyOf(users);
    }
  }

  /**
   * Looks into processes until each socket has an owner: the likely ones first, then all others.
   *
   * @param wanted the sockets' inodes
   * @param order which are likely; it leaves none out
   * @return at least one owner of each socket, if it has one that can be seen
   */
  public ScanResult untilFound(LongSet wanted, Order order) {
    try (ProcFolder proc = new ProcFolder(root)) {
      ScanTally tally = new ScanTally();
      DescriptorScanner scanner = new DescriptorScanner(proc, wanted, tally);
      for (int pid : order.pids) {
        if (scanAndTell(scanner, pid, tally, wanted)) {
          return ScanTally.merge(List.of(tally));
        }
      }
      int[] pids = proc.numbers();
      for (boolean likely : new boolean[] {true, false}) {
        for (int pid : pids) {
          if (isOneOf(order.users, pid, proc) == likely
              && Arrays.binarySearch(order.pids, pid) < 0
              && scanAndTell(scanner, pid, tally, wanted)) {
            return ScanTally.merge(List.of(tally));
          }
        }
      }
      return ScanTally.merge(List.of(tally));
    }
  }

  private static boolean scanAndTell(
      DescriptorScanner scanner, int pid, ScanTally tally, LongSet wanted) {
    int before = tally.hits();
    scanner.scan(pid);
    return tally.hits() > before && tally.socketsFound() == wanted.size();
  }

  private static boolean isOneOf(Set<Long> users, int pid, ProcFolder proc) {
    proc.memory().bytes().put(proc.memory().putDecimal(ProcFolder.PATH, pid), (byte) 0);
    return proc.stat() && users.contains(proc.userId());
  }

  /** The work of one pass, shared by its workers. */
  private static final class Pass {

    private final int[] pids;
    private final LongSet wanted;
    private final Depth depth;
    private final AtomicInteger next = new AtomicInteger();

    /** Set by whichever worker finds the first holder, or before they start. */
    private volatile @Nullable SocketComparison comparison;

    /** Whether the first holder that is found is to be compared with. */
    private volatile boolean learning;

    Pass(int[] pids, LongSet wanted, Depth depth) {
      this.pids = pids;
      this.wanted = wanted;
      this.depth = depth;
    }

    void compareWith(List<OwnerHit> holders) {
      comparison = SocketComparison.with(holders).orElse(null);
    }

    /** Returns the holders that were compared with. */
    List<OwnerHit> samples() {
      SocketComparison used = comparison;
      return used == null ? List.of() : used.samples();
    }

    void run(ProcFolder proc, ScanTally tally) {
      DescriptorScanner scanner = new DescriptorScanner(proc, wanted, tally);
      for (int from = next.getAndAdd(STEP); from < pids.length; from = next.getAndAdd(STEP)) {
        int to = Math.min(from + STEP, pids.length);
        for (int i = from; i < to; i++) {
          look(scanner, pids[i]);
          if (learning && tally.hits() > 0) {
            learning = false; // tried once: where it fails, it fails for every holder
            compareWith(List.of(tally.lastHit()));
          }
        }
      }
    }

    private void look(DescriptorScanner scanner, int pid) {
      SocketComparison known = comparison;
      if (depth == Depth.THREADS) {
        scanner.scanWithThreads(pid);
      } else if (known == null) {
        scanner.scan(pid);
      } else {
        scanner.compare(pid, known);
      }
    }
  }

  /** The second worker. */
  private static final class Assistant extends Thread {

    private final String root;
    private final Pass pass;
    private final ScanTally tally = new ScanTally();
    private @Nullable RuntimeException failure;
    private @Nullable Error error;

    Assistant(String root, Pass pass) {
      super("portmanager-scan");
      this.root = root;
      this.pass = pass;
      setDaemon(true);
      setContextClassLoader(null);
    }

    /** Starts it, if the system has a thread to spare: the first worker can do all alone. */
    boolean isStarted() {
      try {
        start();
        return true;
      } catch (OutOfMemoryError e) {
        return false;
      }
    }

    @Override
    public void run() {
      try (ProcFolder proc = folder()) {
        if (proc != null) {
          pass.run(proc, tally);
        }
      } catch (RuntimeException e) {
        failure = e; // thrown by result(): half a pass must never pass for a whole one
      } catch (Error e) {
        error = e;
      }
    }

    /** Opens /proc once more; null if the system has no descriptor to spare, as of threads. */
    private @Nullable ProcFolder folder() {
      try {
        return new ProcFolder(root);
      } catch (NativeCallException e) {
        return null;
      }
    }

    /** Waits for the end of a pass that is as good as over; an interrupt is kept for the caller. */
    void awaitEnd() {
      boolean interrupted = false;
      while (true) {
        try {
          join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    ScanTally result() {
      if (failure != null) {
        throw failure;
      }
      if (error != null) {
        throw error;
      }
      return tally;
    }
  }
}
