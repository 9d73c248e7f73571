package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.jna.OffHeap;

/**
 * One program in the kernel.
 *
 * @param program its descriptor
 * @param link that of its link to the walk that makes it go through all processes
 */
record LoadedProgram(int program, int link) {

  /**
   * Loads it.
   *
   * @param objects the kernel
   * @param memory for the calls
   * @param code its instructions, and what for
   * @throws BpfException if the kernel refuses; nothing is left then
   */
  static LoadedProgram load(BpfObjects objects, OffHeap memory, ProgramCode code)
      throws BpfException {
    int program = objects.loadProgram(memory, code.instructions(), code.iterator());
    boolean linked = false;
    try {
      int link =
          code.first().isPresent()
              ? objects.linkThread(memory, program, code.first().getAsInt())
              : objects.linkAll(memory, program);
      linked = true;
      return new LoadedProgram(program, link);
    } finally {
      if (!linked) {
        objects.calls().close(program);
      }
    }
  }

  void close(BpfCalls calls) {
    calls.close(link);
    calls.close(program);
  }
}
