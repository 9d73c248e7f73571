package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.jna.OffHeap;
import java.util.Map;

/** The calls as the running kernel takes them: the C library has no function for bpf(2). */
final class BpfSystemCall implements BpfCalls {

  /**
   * The number of bpf(2) by the JVM's name of the architecture, asm/unistd.h of each. Only those
   * with the byte order that was tried.
   */
  private static final Map<String, Integer> NUMBERS =
      Map.of("amd64", 321, "x86_64", 321, "aarch64", 280, "riscv64", 280, "loongarch64", 280);

  private final long number;

  private BpfSystemCall(long number) {
    this.number = number;
  }

  /**
   * Returns the calls of an architecture.
   *
   * @param architecture as the system property {@code os.arch} names it
   * @throws UnavailableException if the call's number is not known for it
   */
  static BpfCalls of(String architecture) throws UnavailableException {
    Integer number = NUMBERS.get(architecture);
    if (number == null) {
      throw new UnavailableException("it was never tried on the architecture " + architecture);
    }
    return new BpfSystemCall(number);
  }

  @Override
  public int bpf(int command, OffHeap attributes, int size) {
    long result = LibC.syscall(number, command, attributes.at(0), size, 0, 0);
    return result < 0 ? -LibC.errno() : (int) result;
  }

  @Override
  public int read(int descriptor, OffHeap buffer, int offset, int length) {
    long result = LibC.read(descriptor, buffer.at(offset), length);
    return result < 0 ? -LibC.errno() : (int) result;
  }

  @Override
  public void close(int descriptor) {
    LibC.close(descriptor);
  }
}
