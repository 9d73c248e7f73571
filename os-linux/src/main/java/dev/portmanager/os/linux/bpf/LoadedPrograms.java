package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.jna.OffHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The programs in the kernel.
 *
 * @param list the quickest first; the last one does whatever another one leaves
 * @param refusal why the kernel does not take the quick one; empty if it does, or is too old to be
 *     asked
 */
record LoadedPrograms(List<LoadedProgram> list, Optional<UnavailableException> refusal) {

  /** Copies the list. */
  LoadedPrograms {
    list = List.copyOf(list);
  }

  /**
   * Loads the quick program if this kernel takes it, and the one that any kernel with the iterator
   * takes, for what the quick one leaves.
   *
   * @param objects the kernel
   * @param memory for the calls
   * @param layout where the kernel keeps things
   * @param map the descriptor of the map of wanted inodes
   * @throws BpfException if the kernel refuses, and be it the quick one for want of something that
   *     may be there later; nothing is left then
   */
  static LoadedPrograms load(BpfObjects objects, OffHeap memory, KernelLayout layout, int map)
      throws BpfException {
    List<LoadedProgram> list = new ArrayList<>();
    Optional<UnavailableException> refusal = Optional.empty();
    boolean done = false;
    try {
      if (layout.tables().isPresent()) {
        refusal = addQuick(list, objects, memory, quick(layout, layout.tables().get(), map));
      }
      ProgramCode plain = new ProgramCode(TaskFileProgram.code(layout, map), layout.iterator());
      list.add(LoadedProgram.load(objects, memory, plain));
      done = true;
      return new LoadedPrograms(list, refusal);
    } finally {
      if (!done) {
        close(list, objects.calls());
      }
    }
  }

  private static ProgramCode quick(KernelLayout layout, TableLayout tables, int map) {
    return new ProgramCode(TableProgram.code(layout, tables, map), tables.iterator());
  }

  private static Optional<UnavailableException> addQuick(
      List<LoadedProgram> list, BpfObjects objects, OffHeap memory, ProgramCode code)
      throws BpfException {
    try {
      list.add(LoadedProgram.load(objects, memory, code));
      return Optional.empty();
    } catch (BpfException e) {
      if (e.isPassing()) {
        throw e;
      }
      return Optional.of(e); // before Linux 6.9 the verifier knows no such loop
    }
  }

  void close(BpfCalls calls) {
    close(list, calls);
  }

  private static void close(List<LoadedProgram> list, BpfCalls calls) {
    for (LoadedProgram program : list) {
      program.close(calls);
    }
  }
}
