package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.OffHeap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Maps, programs, links and walks by descriptor. {@code union bpf_attr} of linux/bpf.h is filled at
 * the start of the memory that each call is given. Every descriptor is close-on-exec, as the kernel
 * makes them.
 *
 * @param calls the kernel
 */
record BpfObjects(BpfCalls calls) {

  /** How much memory each call needs at least: the largest attributes used, and a key or so. */
  static final int MEMORY = 256;

  /** Where keys, values and names lie, behind the attributes. */
  private static final int DATA = 192;

  private static final int HASH_MAP = 1; // BPF_MAP_TYPE_HASH
  private static final int ALLOCATE_LATE = 1; // BPF_F_NO_PREALLOC
  private static final int TRACING = 26; // BPF_PROG_TYPE_TRACING
  private static final int ITERATOR = 28; // BPF_TRACE_ITER
  private static final int LICENSE = DATA; // the helpers that are called demand it
  private static final int LOG = 1 << 18;

  /** Creates a map of 8 bytes to 4; gives its descriptor. */
  int createMap(OffHeap memory, int most) throws BpfException {
    clear(memory)
        .putInt(0, HASH_MAP)
        .putInt(4, Long.BYTES)
        .putInt(8, Integer.BYTES)
        .putInt(12, most)
        .putInt(16, ALLOCATE_LATE);
    return checked("bpf(BPF_MAP_CREATE)", calls.bpf(BpfCalls.BPF_MAP_CREATE, memory, 20));
  }

  /** Puts a key into a map. */
  void put(OffHeap memory, int map, long key) throws BpfException {
    entry(memory, map, key)
        .putLong(16, memory.at(DATA + Long.BYTES)) // the value
        .putInt(DATA + Long.BYTES, 1);
    int result = calls.bpf(BpfCalls.BPF_MAP_UPDATE_ELEM, memory, 32);
    if (result == -Errno.E2BIG) {
      throw new FullMapException();
    }
    checked("bpf(BPF_MAP_UPDATE_ELEM)", result);
  }

  /** Removes a key from a map; the kernel wants everything behind the key to be 0. */
  void remove(OffHeap memory, int map, long key) throws BpfException {
    entry(memory, map, key);
    checked("bpf(BPF_MAP_DELETE_ELEM)", calls.bpf(BpfCalls.BPF_MAP_DELETE_ELEM, memory, 32));
  }

  private static ByteBuffer entry(OffHeap memory, int map, long key) {
    return clear(memory).putInt(0, map).putLong(8, memory.at(DATA)).putLong(DATA, key);
  }

  /**
   * Loads a program; if the kernel refuses, asks again for the reason, which takes it longer.
   *
   * @param code its instructions
   * @param iterator the number of the function that it is for
   * @return its descriptor
   * @throws BpfException if it is refused, with the verifier's log
   */
  int loadProgram(OffHeap memory, List<Instruction> code, int iterator) throws BpfException {
    OffHeap text = OffHeap.allocate(code.size() * Instruction.SIZE);
    ByteBuffer bytes = text.bytes().duplicate().order(ByteOrder.nativeOrder());
    for (Instruction instruction : code) {
      instruction.encode(bytes);
    }
    program(memory, text, iterator);
    int result = calls.bpf(BpfCalls.BPF_PROG_LOAD, memory, 128);
    if (result >= 0) {
      return result;
    }
    OffHeap log = OffHeap.allocate(LOG);
    program(memory, text, iterator)
        .putInt(24, 1) // log_level
        .putInt(28, LOG)
        .putLong(32, log.at(0));
    int again = calls.bpf(BpfCalls.BPF_PROG_LOAD, memory, 128);
    if (again >= 0) {
      return again; // it was refused for want of something that is there now
    }
    throw new BpfException("bpf(BPF_PROG_LOAD)", -result, text(log));
  }

  private static ByteBuffer program(OffHeap memory, OffHeap text, int iterator) {
    byte[] name = "portmanager".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer attributes = clear(memory);
    attributes.put(LICENSE, "GPL".getBytes(StandardCharsets.US_ASCII));
    return attributes
        .putInt(0, TRACING)
        .putInt(4, text.size() / Instruction.SIZE)
        .putLong(8, text.at(0))
        .putLong(16, memory.at(LICENSE))
        .put(48, name)
        .putInt(68, ITERATOR)
        .putInt(108, iterator);
  }

  private static String text(OffHeap log) {
    byte[] bytes = new byte[log.size()];
    log.bytes().get(0, bytes);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
  }

  /** Ties a program to the walk over all processes; gives the link's descriptor. */
  int linkAll(OffHeap memory, int program) throws BpfException {
    clear(memory).putInt(0, program).putInt(8, ITERATOR);
    return checked("bpf(BPF_LINK_CREATE)", calls.bpf(BpfCalls.BPF_LINK_CREATE, memory, 28));
  }

  /**
   * Ties a program to the walk over the threads of one process: {@code union bpf_iter_link_info},
   * u32 tid (0), pid (4), pid_fd (8); size 16; Linux 6.1. Gives the link's descriptor.
   */
  int linkOne(OffHeap memory, int program, int process) throws BpfException {
    clear(memory).putInt(DATA + Integer.BYTES, process);
    return linkSome(memory, program);
  }

  /** Ties a program to the walk over one thread, as {@link #linkOne} does to a process's. */
  int linkThread(OffHeap memory, int program, int thread) throws BpfException {
    clear(memory).putInt(DATA, thread);
    return linkSome(memory, program);
  }

  private int linkSome(OffHeap memory, int program) throws BpfException {
    memory
        .bytes()
        .putInt(0, program)
        .putInt(8, ITERATOR)
        .putLong(16, memory.at(DATA))
        .putInt(24, 16);
    return checked(
        "bpf(BPF_LINK_CREATE) of one process", calls.bpf(BpfCalls.BPF_LINK_CREATE, memory, 28));
  }

  /** Starts a walk; gives the descriptor that its rows are read from. */
  int start(OffHeap memory, int link) throws BpfException {
    clear(memory).putInt(0, link);
    return checked("bpf(BPF_ITER_CREATE)", calls.bpf(BpfCalls.BPF_ITER_CREATE, memory, 8));
  }

  private static ByteBuffer clear(OffHeap memory) {
    ByteBuffer bytes = memory.bytes();
    for (int i = 0; i < MEMORY; i += Long.BYTES) {
      bytes.putLong(i, 0);
    }
    return bytes;
  }

  private static int checked(String call, int result) throws BpfException {
    if (result < 0) {
      throw new BpfException(call, -result);
    }
    return result;
  }
}
