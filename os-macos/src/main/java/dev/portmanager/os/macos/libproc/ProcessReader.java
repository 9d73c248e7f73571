package dev.portmanager.os.macos.libproc;

import dev.portmanager.ProcessInfo;
import dev.portmanager.os.macos.jna.Errno;
import dev.portmanager.os.macos.jna.LibSystem;
import dev.portmanager.os.macos.jna.OffHeap;
import dev.portmanager.spi.Presence;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Reads the facts of single processes. Safe for use by several threads. */
public final class ProcessReader {

  private static final int PATH_SIZE = 4096;
  private static final int SMALLEST_ARGMAX = 1 << 18;
  private static final int LARGEST_ARGMAX = 1 << 24;

  /** How often to read again when the number was given to another process in between. */
  private static final int MAX_ATTEMPTS = 3;

  private final LongFunction<String> userName;
  private final Object lock = new Object();

  /** Guarded by {@code lock}, and so is what it holds. */
  private @Nullable OffHeap arguments;

  /**
   * Creates an object.
   *
   * @param userName gives a user's login name
   */
  public ProcessReader(LongFunction<String> userName) {
    this.userName = userName;
  }

  /**
   * Tells who a pid is.
   *
   * @param pid the pid, at least 1
   * @return the answer
   */
  public static IdentityAnswer identity(int pid) {
    try (ScanMemory memory = ScanMemory.borrow()) {
      Libproc libproc = new Libproc(memory);
      if (libproc.readFacts(pid, Identity.FLAVOR, Identity.SIZE)) {
        return new IdentityAnswer.Live(Identity.decode(libproc.struct()));
      }
      int code = libproc.lastError();
      return code == Errno.ESRCH ? new IdentityAnswer.Gone() : new IdentityAnswer.Refused(code);
    }
  }

  /**
   * Tells whether a process exists.
   *
   * @param pid its pid, at least 1
   * @return whether it does; its start time is the count of processes at its start
   */
  public static Presence presence(int pid) {
    int code = 0;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      IdentityAnswer before = identity(pid);
      if (before instanceof IdentityAnswer.Gone) {
        return new Presence.Gone();
      }
      try (ScanMemory memory = ScanMemory.borrow()) {
        Libproc libproc = new Libproc(memory);
        boolean read = libproc.readFacts(pid, BsdInfo.SHORT_FLAVOR, BsdInfo.SHORT_SIZE);
        code = read ? code : libproc.lastError();
        String user = Long.toString(BsdInfo.userId(libproc.struct()));
        if (read
            && before instanceof IdentityAnswer.Live live
            && identity(pid) instanceof IdentityAnswer.Live after
            && live.identity().uniqueId() == after.identity().uniqueId()) {
          return new Presence.Running(live.identity().uniqueId(), user);
        }
      }
    }
    return new Presence.Unseen(
        "process "
            + pid
            + " cannot be read: "
            + Errno.text(code)
            + "; look as its user or as root");
  }

  /**
   * Reads the facts of a process.
   *
   * @param pid its pid
   * @return the facts, as many as may be seen; empty if it has ended
   */
  public Optional<ProcessInfo> read(int pid) {
    if (identity(pid) instanceof IdentityAnswer.Gone) {
      return Optional.empty();
    }
    ProcessInfo.Builder process = ProcessInfo.builder(pid);
    try (ScanMemory memory = ScanMemory.borrow()) {
      addFacts(new Libproc(memory), pid, process);
    }
    path(pid).ifPresent(process::executable);
    commandLine(pid).ifPresent(process::commandLine);
    return Optional.of(process.build());
  }

  private void addFacts(Libproc libproc, int pid, ProcessInfo.Builder process) {
    ByteBuffer struct = libproc.struct();
    if (libproc.readFacts(pid, BsdInfo.SHORT_FLAVOR, BsdInfo.SHORT_SIZE)) {
      process.user(userName.apply(BsdInfo.userId(struct)));
      if (BsdInfo.parent(struct) >= 0) {
        process.parentPid(BsdInfo.parent(struct));
      }
      setName(process, BsdInfo.command(struct));
    }
    if (libproc.readFacts(pid, BsdInfo.FULL_FLAVOR, BsdInfo.FULL_SIZE)) {
      setName(process, BsdInfo.name(struct));
      process.startedAt(BsdInfo.startedAt(struct));
    }
  }

  private static void setName(ProcessInfo.Builder process, String name) {
    if (!name.isEmpty()) {
      process.name(name);
    }
  }

  private static Optional<String> path(int pid) {
    OffHeap memory = OffHeap.allocate(PATH_SIZE);
    return LibSystem.proc_pidpath(pid, memory.at(0), PATH_SIZE) > 0
        ? Optional.of(Kernel.zeroEnded(memory.bytes(), 0, PATH_SIZE))
        : Optional.empty();
  }

  private Optional<String> commandLine(int pid) {
    synchronized (lock) {
      OffHeap memory = arguments;
      if (memory == null) {
        int most = Kernel.number("kern.argmax").orElse(SMALLEST_ARGMAX);
        memory = OffHeap.allocate(Math.max(SMALLEST_ARGMAX, Math.min(most, LARGEST_ARGMAX)));
        arguments = memory;
      }
      return Kernel.commandLine(pid, memory);
    }
  }

  /**
   * Tells whether a process is a part of the kernel.
   *
   * @param pid its pid
   * @return true if so; false if it cannot be read
   */
  public static boolean isSystem(int pid) {
    try (ScanMemory memory = ScanMemory.borrow()) {
      Libproc libproc = new Libproc(memory);
      return libproc.readFacts(pid, BsdInfo.SHORT_FLAVOR, BsdInfo.SHORT_SIZE)
          && BsdInfo.isSystem(libproc.struct());
    }
  }

  /**
   * Returns the live children of a process, in order of start.
   *
   * @param parent its pid
   * @return their pids
   */
  public static List<Long> children(int parent) {
    record Child(long pid, long uniqueId) {}
    List<Child> children = new ArrayList<>();
    try (ScanMemory memory = ScanMemory.borrow()) {
      Libproc libproc = new Libproc(memory);
      int count = libproc.listChildren(parent);
      for (int i = 0; i < count; i++) {
        int pid = libproc.pid(i);
        if (identity(pid) instanceof IdentityAnswer.Live live
            // The list is of a moment ago: another process may have the number by now.
            && libproc.readFacts(pid, BsdInfo.SHORT_FLAVOR, BsdInfo.SHORT_SIZE)
            && BsdInfo.parent(libproc.struct()) == parent) {
          children.add(new Child(pid, live.identity().uniqueId()));
        }
      }
    }
    children.sort(Comparator.comparingLong(Child::uniqueId));
    return children.stream().map(Child::pid).toList();
  }
}
