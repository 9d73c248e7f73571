package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.jna.OffHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The programs in the kernel.
 *
 * @param sweep goes through a small machine in one run, if this kernel takes it
 * @param list the quickest first; the last one does whatever another one leaves
 * @param refusal why the kernel does not take one of the quick ones; empty if it does, or is too
 *     old to be asked
 */
record LoadedPrograms(
    Optional<LoadedProgram> sweep,
    List<LoadedProgram> list,
    Optional<UnavailableException> refusal) {

  /** Copies the list. */
  LoadedPrograms {
    list = List.copyOf(list);
  }

  /**
   * Loads the quick programs if this kernel takes them, and the one that any kernel with the
   * iterator takes, for what the quick ones leave.
   *
   * @param objects the kernel
   * @param memory for the calls
   * @param layout where the kernel keeps things
   * @param map the descriptor of the map of wanted inodes
   * @throws BpfException if the kernel refuses, and be it a quick one for want of something that
   *     may be there later; nothing is left then
   */
  static LoadedPrograms load(BpfObjects objects, OffHeap memory, KernelLayout layout, int map)
      throws BpfException {
    List<LoadedProgram> list = new ArrayList<>();
    List<LoadedProgram> sweeps = new ArrayList<>(1);
    Optional<UnavailableException> refusal = Optional.empty();
    boolean done = false;
    try {
      if (layout.tables().isPresent()) {
        TableLayout tables = layout.tables().get();
        refusal = addQuick(list, objects, memory, TableProgram.code(layout, tables, map));
        if (refusal.isEmpty() && tables.threads().isPresent()) {
          ProgramCode sweep = SweepProgram.code(layout, tables, map, SweepProgram.FIRST_PROCESS);
          refusal = addQuick(sweeps, objects, memory, sweep);
        }
      }
      list.add(LoadedProgram.load(objects, memory, TaskFileProgram.code(layout, map)));
      done = true;
      return new LoadedPrograms(
          sweeps.isEmpty() ? Optional.empty() : Optional.of(sweeps.get(0)), list, refusal);
    } finally {
      if (!done) {
        close(list, objects.calls());
        close(sweeps, objects.calls());
      }
    }
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
    if (sweep.isPresent()) {
      sweep.get().close(calls);
    }
    close(list, calls);
  }

  private static void close(List<LoadedProgram> list, BpfCalls calls) {
    for (LoadedProgram program : list) {
      program.close(calls);
    }
  }
}
