package dev.portmanager.os.linux.procfs;

import dev.portmanager.ProcessInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Reads what people want to know of a process, in pure Java. Safe for use by several threads. */
public final class ProcessReader {

  /** The longest command line that {@link ProcessInfo} holds, in characters. */
  static final int LONGEST_COMMAND = 4096;

  /** Two readings of when the machine started that differ by less are the same. */
  private static final Duration CLOCK_NOISE = Duration.ofMillis(500);

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** A hundred years: no machine has run for longer, so a file that says so is not believed. */
  private static final long LONGEST_UPTIME_SECONDS = 100L * 366 * 24 * 3600;

  /** So long the clock is taken not to have been set since the last reading. */
  private static final long TRUSTED_NANOS = NANOS_PER_SECOND;

  private final ProcFs proc;
  private final LongFunction<String> userName;
  private final OptionalLong ticksPerSecond;
  private final AtomicReference<@Nullable MachineStart> machineStart = new AtomicReference<>();

  /**
   * Creates a reader.
   *
   * @param proc where to read
   * @param userName gives a user's login name, or the number as text
   */
  public ProcessReader(ProcFs proc, LongFunction<String> userName) {
    this.proc = proc;
    this.userName = userName;
    this.ticksPerSecond = ticksPerSecond(proc);
  }

  private static OptionalLong ticksPerSecond(ProcFs proc) {
    try {
      return ClockTicks.perSecond(proc.bytes("self/auxv", 4096));
    } catch (IOException e) {
      return OptionalLong.empty(); // then no start time is known; nothing else depends on it
    }
  }

  /**
   * Reads a process.
   *
   * @param pid its process id
   * @return what may be seen of it; empty if there is no such process, or none that may be seen
   * @throws MalformedProcFileException if its stat file, or that of the uptime, has another form
   */
  public Optional<ProcessInfo> read(long pid) {
    ProcStat stat;
    try {
      stat = proc.stat(pid);
    } catch (IOException e) {
      return Optional.empty();
    }
    ProcessInfo.Builder info = ProcessInfo.builder(pid);
    String name = fromBytes(stat.name());
    if (!name.isEmpty()) {
      info.name(name);
    }
    if (stat.parentPid() > 0) {
      info.parentPid(stat.parentPid());
    }
    Instant startedAt = startedAt(stat);
    if (startedAt != null) {
      info.startedAt(startedAt);
    }
    addFiles(pid, info);
    addGroups(pid, info);
    return Optional.of(info.build());
  }

  /** A file of a process that may not be read, or is gone, leaves one fact unknown. */
  private void addFiles(long pid, ProcessInfo.Builder info) {
    try {
      String command = commandLine(proc.bytes(pid + "/cmdline", LONGEST_COMMAND * 4));
      if (!command.isEmpty()) {
        info.commandLine(command);
      }
      info.user(userName.apply(proc.userOf(pid)));
      info.executable(proc.link(pid + "/exe"));
    } catch (IOException e) {
      return; // what was read before it stays
    }
  }

  private void addGroups(long pid, ProcessInfo.Builder info) {
    try {
      ControlGroups groups = ControlGroups.parse(proc.text(pid + "/cgroup"));
      if (groups.service().isPresent()) {
        info.service(groups.service().get());
      }
      if (groups.container().isPresent()) {
        info.container(groups.container().get());
      }
    } catch (IOException e) {
      return; // neither is known
    }
  }

  /** Makes the arguments one line: each is ended by a zero byte, any other byte is theirs. */
  static String commandLine(byte[] arguments) {
    int end = arguments.length;
    while (end > 0 && arguments[end - 1] == 0) {
      end--;
    }
    String text = new String(arguments, 0, end, StandardCharsets.UTF_8).replace('\0', ' ');
    if (text.length() <= LONGEST_COMMAND) {
      return text;
    }
    int cut = LONGEST_COMMAND;
    return text.substring(0, Character.isHighSurrogate(text.charAt(cut - 1)) ? cut - 1 : cut);
  }

  private @Nullable Instant startedAt(ProcStat stat) {
    if (ticksPerSecond.isEmpty()) {
      return null;
    }
    long perSecond = ticksPerSecond.getAsLong();
    long seconds = stat.startTicks() / perSecond;
    if (seconds > LONGEST_UPTIME_SECONDS) {
      return null;
    }
    try {
      return machineStart()
          .plusSeconds(seconds)
          .plusNanos(stat.startTicks() % perSecond * (NANOS_PER_SECOND / perSecond));
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * When the machine started, by the clock as it is set.
   *
   * @param time when
   * @param readAt the {@link System#nanoTime} of the reading
   */
  private record MachineStart(Instant time, long readAt) {}

  /** Gives each process one start time, whenever it is read, as long as nobody sets the clock. */
  private Instant machineStart() throws IOException {
    MachineStart known = machineStart.get();
    long now = System.nanoTime();
    if (known != null && now - known.readAt < TRUSTED_NANOS) {
      return known.time;
    }
    Instant reading = Instant.now().minus(Uptime.parse(proc.text("uptime")));
    boolean same =
        known != null && Duration.between(known.time, reading).abs().compareTo(CLOCK_NOISE) < 0;
    Instant time = known != null && same ? known.time : reading;
    machineStart.set(new MachineStart(time, now));
    return time;
  }

  private static String fromBytes(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
