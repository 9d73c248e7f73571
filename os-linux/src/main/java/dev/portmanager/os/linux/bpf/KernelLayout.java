package dev.portmanager.os.linux.bpf;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the running kernel keeps what {@link TaskFileProgram} reads, in bytes, and what it calls
 * its iterator.
 *
 * @param iterator the number of the function {@code bpf_iter_task_file}, to which the program is
 *     attached
 * @param contextMeta of {@code struct bpf_iter__task_file}: pointer to the iterator's own state
 * @param contextTask of the same: pointer to the thread
 * @param contextDescriptor of the same: the descriptor's number
 * @param contextFile of the same: pointer to the open file
 * @param metaOutput of {@code struct bpf_iter_meta}: pointer to where rows are written
 * @param taskProcess of {@code struct task_struct}: {@code tgid}, the process's id
 * @param taskThread of the same: {@code pid}, the thread's id
 * @param taskTable of the same: {@code files}, pointer to the descriptor table
 * @param fileInode of {@code struct file}: pointer to the inode
 * @param fileReferences of the same: how many references there are
 * @param inodeMode of {@code struct inode}: the kind of file
 * @param inodeNumber of the same: its number
 * @param inodeSystem of the same: pointer to the file system
 * @param systemMagic of {@code struct super_block}: the kind of file system
 * @param uncounted how much the count of references is above the number of descriptors
 * @param tables what it takes to go through descriptor tables by a program alone; empty if this
 *     kernel is too old for it
 */
record KernelLayout(
    int iterator,
    int contextMeta,
    int contextTask,
    int contextDescriptor,
    int contextFile,
    int metaOutput,
    int taskProcess,
    int taskThread,
    int taskTable,
    int fileInode,
    int fileReferences,
    int inodeMode,
    int inodeNumber,
    int inodeSystem,
    int systemMagic,
    int uncounted,
    Optional<TableLayout> tables) {

  private static final String CONTEXT = "bpf_iter__task_file";

  /**
   * Finds the places.
   *
   * @param btf the running kernel's types
   * @return where things are
   * @throws UnavailableException if this kernel has no such iterator (before Linux 5.8), or keeps
   *     things in another way than is known
   */
  static KernelLayout of(Btf btf) throws UnavailableException {
    int iterator = btf.function("bpf_iter_task_file");
    // Since Linux 6.13 f_ref holds one less than there are references, before it f_count holds the
    // number; one of them is the iterator's own while the program runs.
    OptionalInt reference = btf.offset("file", "f_ref", Long.BYTES);
    int references = reference.isPresent() ? reference.getAsInt() : at(btf, "file", "f_count");
    return new KernelLayout(
        iterator,
        at(btf, CONTEXT, "meta"),
        at(btf, CONTEXT, "task"),
        required(btf, CONTEXT, "fd", Integer.BYTES),
        at(btf, CONTEXT, "file"),
        at(btf, "bpf_iter_meta", "seq"),
        required(btf, "task_struct", "tgid", Integer.BYTES),
        required(btf, "task_struct", "pid", Integer.BYTES),
        at(btf, "task_struct", "files"),
        at(btf, "file", "f_inode"),
        references,
        required(btf, "inode", "i_mode", Short.BYTES),
        at(btf, "inode", "i_ino"),
        at(btf, "inode", "i_sb"),
        at(btf, "super_block", "s_magic"),
        reference.isPresent() ? 0 : 1,
        TableLayout.of(btf));
  }

  /** Returns the place of a pointer, or of a number as long. */
  static int at(Btf btf, String structure, String member) throws UnavailableException {
    return required(btf, structure, member, Long.BYTES);
  }

  static int required(Btf btf, String structure, String member, int size)
      throws UnavailableException {
    OptionalInt offset = btf.offset(structure, member, size);
    if (offset.isEmpty()) {
      throw new UnavailableException(
          "the kernel's structure " + structure + " has no field " + member);
    }
    return offset.getAsInt();
  }
}
