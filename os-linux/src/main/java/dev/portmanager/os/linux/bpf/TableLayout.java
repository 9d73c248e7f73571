package dev.portmanager.os.linux.bpf;

import java.util.Optional;

/**
 * Where the running kernel keeps what {@link TableProgram} reads besides, in bytes, and what it
 * calls what is called.
 *
 * @param iterator the number of the function {@code bpf_iter_task}, to which the program is
 *     attached
 * @param cast the number of the function {@code bpf_rdonly_cast}
 * @param task the number of {@code struct task_struct}
 * @param pointer the number of a structure that holds a pointer to an open file
 * @param pointerFile of that: where
 * @param number the number of a structure that holds a number of 8 bytes
 * @param numberValue of that: where
 * @param contextMeta of {@code struct bpf_iter__task}: pointer to the iterator's own state
 * @param contextTask of the same: pointer to the thread
 * @param taskFlags of {@code struct task_struct}: what kind of thread it is
 * @param taskLeader of the same: pointer to the process's main thread
 * @param filesTable of {@code struct files_struct}: pointer to the table as it is now
 * @param tableLength of {@code struct fdtable}: how many places it has
 * @param tableFiles of the same: pointer to the first place
 * @param tableBits of the same: pointer to a bit for each place, which says whether it is in use
 * @param threads what it takes to go through threads by a program alone; empty if this kernel is
 *     too old for it
 */
record TableLayout(
    int iterator,
    int cast,
    int task,
    int pointer,
    int pointerFile,
    int number,
    int numberValue,
    int contextMeta,
    int contextTask,
    int taskFlags,
    int taskLeader,
    int filesTable,
    int tableLength,
    int tableFiles,
    int tableBits,
    Optional<ThreadIterator> threads) {

  private static final String CONTEXT = "bpf_iter__task";
  private static final String POINTER = "bpf_iter__task_file";
  private static final String NUMBER = "bpf_iter_meta";

  /**
   * Finds the places.
   *
   * @param btf the running kernel's types
   * @return where things are; empty before Linux 6.2, or if they are kept in another way
   * @throws MalformedBtfException if the types make no sense
   */
  static Optional<TableLayout> of(Btf btf) throws MalformedBtfException {
    try {
      return Optional.of(
          new TableLayout(
              btf.function("bpf_iter_task"),
              btf.function("bpf_rdonly_cast"),
              btf.structure("task_struct"),
              btf.structure(POINTER),
              KernelLayout.at(btf, POINTER, "file"),
              btf.structure(NUMBER),
              KernelLayout.at(btf, NUMBER, "session_id"),
              KernelLayout.at(btf, CONTEXT, "meta"),
              KernelLayout.at(btf, CONTEXT, "task"),
              KernelLayout.required(btf, "task_struct", "flags", Integer.BYTES),
              KernelLayout.at(btf, "task_struct", "group_leader"),
              KernelLayout.at(btf, "files_struct", "fdt"),
              KernelLayout.required(btf, "fdtable", "max_fds", Integer.BYTES),
              KernelLayout.at(btf, "fdtable", "fd"),
              KernelLayout.at(btf, "fdtable", "open_fds"),
              ThreadIterator.of(btf)));
    } catch (MalformedBtfException e) {
      throw e;
    } catch (UnavailableException e) {
      return Optional.empty();
    }
  }
}
