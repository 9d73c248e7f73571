package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.OffHeap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The running kernel, with a record of which program each walk was made by. For one thread. */
final class RecordedCalls implements BpfCalls {

  private final BpfCalls kernel;
  private final Predicate<OffHeap> firstLoad;
  private final Map<Integer, Integer> programsOfLinks = new HashMap<>();
  private final List<Integer> walks = new ArrayList<>();
  private boolean isFirst = true;

  private RecordedCalls(Predicate<OffHeap> firstLoad) throws UnavailableException {
    this.kernel = BpfSystemCall.of(System.getProperty("os.arch"));
    this.firstLoad = firstLoad;
  }

  static RecordedCalls running() throws UnavailableException {
    return new RecordedCalls(attributes -> true);
  }

  /** A kernel whose verifier does not take the program that is loaded first, and says so. */
  static RecordedCalls refusingTheFirst() throws UnavailableException {
    return new RecordedCalls(
        attributes -> {
          long log = attributes.bytes().getLong(32);
          if (log != 0) {
            byte[] text = "unknown opcode e5\0".getBytes(StandardCharsets.US_ASCII);
            new Pointer(log).write(0, text, 0, text.length);
          }
          return false;
        });
  }

  /** The running kernel, with a quick program that leaves tables of more places alone. */
  static RecordedCalls withMostPlaces(int most) throws UnavailableException {
    return new RecordedCalls(
        attributes -> {
          Pointer code = new Pointer(attributes.bytes().getLong(8));
          int found = 0;
          for (int i = 0; i < attributes.bytes().getInt(4); i++) {
            Pointer immediate = code.share((long) i * Instruction.SIZE + 4);
            if (immediate.getInt(0) == TableProgram.MOST_PLACES) {
              immediate.setInt(0, most);
              found++;
            }
          }
          assertThat(found).as("bounds in the program").isEqualTo(1);
          return true;
        });
  }

  /** Whether the running kernel is one that takes the quick program: Linux 6.9 and later. */
  static boolean kernelTakesBoth() {
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
    if (command == BPF_PROG_LOAD && isFirst && !firstLoad.test(attributes)) {
      isFirst = attributes.bytes().getLong(32) == 0; // it is loaded again for the log
      return -Errno.EINVAL;
    }
    isFirst &= command != BPF_PROG_LOAD;
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
