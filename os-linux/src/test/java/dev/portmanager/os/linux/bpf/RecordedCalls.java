package dev.portmanager.os.linux.bpf;

import com.sun.jna.Pointer;
import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.OffHeap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The running kernel, with a record of which program each walk was made by. For one thread. */
final class RecordedCalls implements BpfCalls {

  private static final int IF_ABOVE = 0x25; // BPF_JMP | BPF_JGT | BPF_K

  private final BpfCalls kernel;
  private final Predicate<OffHeap> load;
  private final Map<Integer, Integer> programsOfLinks = new HashMap<>();
  private final List<Integer> walks = new ArrayList<>();

  /**
   * Creates an object.
   *
   * @param load gets the attributes of each load, to change; tells whether the kernel gets them
   */
  private RecordedCalls(Predicate<OffHeap> load) throws UnavailableException {
    this.kernel = BpfSystemCall.of(System.getProperty("os.arch"));
    this.load = load;
  }

  static RecordedCalls running() throws UnavailableException {
    return new RecordedCalls(attributes -> true);
  }

  /** A kernel whose verifier does not take the program that is loaded first, and says so. */
  static RecordedCalls refusingTheFirst() throws UnavailableException {
    return refusing(0);
  }

  /** One that takes that, and not the second. */
  static RecordedCalls refusingTheSecond() throws UnavailableException {
    return refusing(1);
  }

  private static RecordedCalls refusing(int which) throws UnavailableException {
    AtomicInteger loads = new AtomicInteger();
    return new RecordedCalls(
        attributes -> {
          long log = attributes.bytes().getLong(32);
          if (loads.get() != which) {
            loads.getAndIncrement();
            return true;
          }
          if (log != 0) { // it is loaded again for the log
            byte[] text = "unknown opcode e5\0".getBytes(StandardCharsets.US_ASCII);
            new Pointer(log).write(0, text, 0, text.length);
            loads.getAndIncrement();
          }
          return false;
        });
  }

  /** The running kernel, with quick programs that leave tables of more places alone. */
  static RecordedCalls withMostPlaces(int most) throws UnavailableException {
    return changing(IF_ABOVE, TableWalk.MOST_PLACES, found -> found.setInt(4, most));
  }

  /** The running kernel, with a sweep that is broken off at its first thread. */
  static RecordedCalls withoutPatience() throws UnavailableException {
    return changing(
        IF_ABOVE,
        SweepProgram.MOST_TICKS,
        found -> {
          found.setByte(0, (byte) 0x35); // BPF_JMP | BPF_JGE | BPF_K: not below ...
          found.setInt(4, 0); // ... 0
        });
  }

  /** The running kernel, with quick programs that look at each empty place, which takes longer. */
  static RecordedCalls withoutSkipping() throws UnavailableException {
    return changing(0x47, Long.SIZE - 1, found -> found.setInt(4, 0)); // BPF_ALU64 | BPF_OR | BPF_K
  }

  /** Changes every instruction of a code and a number, in every program that has it. */
  private static RecordedCalls changing(int code, int number, Consumer<Pointer> change)
      throws UnavailableException {
    return new RecordedCalls(
        attributes -> {
          Pointer program = new Pointer(attributes.bytes().getLong(8));
          for (int i = 0; i < attributes.bytes().getInt(4); i++) {
            Pointer instruction = program.share((long) i * Instruction.SIZE);
            if (instruction.getByte(0) == code && instruction.getInt(4) == number) {
              change.accept(instruction);
            }
          }
          return true;
        });
  }

  /** Whether the running kernel is one that takes the quick programs: Linux 6.9 and later. */
  static boolean kernelTakesAll() {
    String[] version = System.getProperty("os.version").split("[^0-9]+");
    int major = Integer.parseInt(version[0]);
    return major > 6 || (major == 6 && Integer.parseInt(version[1]) >= 9);
  }

  /** The programs of the walks since the last call, by descriptor, in order. */
  List<Integer> takeWalks() {
    List<Integer> taken = List.copyOf(walks);
    walks.clear();
    return taken;
  }

  @Override
  public int bpf(int command, OffHeap attributes, int size) {
    int first = attributes.bytes().getInt(0);
    if (command == BPF_PROG_LOAD && !load.test(attributes)) {
      return -Errno.EINVAL;
    }
    int result = kernel.bpf(command, attributes, size);
    if (command == BPF_LINK_CREATE) {
      programsOfLinks.put(result, first);
    } else if (command == BPF_ITER_CREATE) {
      walks.add(programsOfLinks.get(first));
    }
    return result;
  }

  @Override
  public int read(int descriptor, OffHeap buffer, int offset, int length) {
    return kernel.read(descriptor, buffer, offset, length);
  }

  @Override
  public void close(int descriptor) {
    kernel.close(descriptor);
  }
}
