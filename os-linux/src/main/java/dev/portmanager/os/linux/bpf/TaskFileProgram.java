package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.bpf.Assembler.Width;
import java.util.OptionalInt;

/**
 * The program that the kernel runs for each descriptor of each thread's table. It passes over all
 * but sockets whose inode is in the map of wanted ones, and of these writes a row. In C it reads:
 *
 * <pre>{@code
 * int row(struct bpf_iter__task_file *context) {
 *   struct task_struct *task = context->task;
 *   struct file *file = context->file;
 *   if (!task || !file) return 0;                        // the end of the walk
 *   struct inode *inode = file->f_inode;
 *   if ((inode->i_mode & S_IFMT) != S_IFSOCK) return 0;
 *   u64 number = inode->i_ino;
 *   if (!bpf_map_lookup_elem(&wanted, &number)) return 0;
 *   if (inode->i_sb->s_magic != SOCKFS_MAGIC) return 0;  // O_PATH of a socket in a folder
 *   struct row row = {task->tgid, task->pid, context->fd, 0, number, task->files, file->f_ref};
 *   bpf_seq_write(context->meta->seq, &row, sizeof row);
 *   return 0;
 * }
 * }</pre>
 *
 * <p>The table's address tells descriptors of two tables apart, and those of two threads that share
 * one together: it is compared, and never shown.
 */
final class TaskFileProgram {

  /** {@code struct row}: u32 process, thread, descriptor, cut; u64 inode, table, references. */
  static final int ROW = 40;

  static final int ROW_THREAD = 4;
  static final int ROW_DESCRIPTOR = 8;
  static final int ROW_CUT = 12;
  static final int ROW_INODE = 16;
  static final int ROW_TABLE = 24;
  static final int ROW_REFERENCES = 32;

  /** The row lies at the top of the stack, which grows down from R10. */
  static final int STACK_ROW = -ROW;

  static final int S_IFMT = 0xF000; // sys/stat.h
  static final int S_IFSOCK = 0xC000;
  static final int SOCKFS_MAGIC = 0x534F_434B; // linux/magic.h
  static final int MAP_LOOKUP_ELEM = 1; // linux/bpf.h, enum bpf_func_id
  static final int SEQ_WRITE = 127;

  private static final int R0 = 0; // results
  private static final int R1 = 1; // arguments, and what is needed for a moment
  private static final int R2 = 2;
  private static final int R3 = 3;
  private static final int CONTEXT = 6; // R6 to R9 outlast calls
  private static final int TASK = 7;
  private static final int FILE = 8;
  private static final int INODE = 9;
  private static final int STACK = 10;

  private TaskFileProgram() {}

  /**
   * Puts it together for a kernel.
   *
   * @param kernel where that kernel keeps things
   * @param wanted the descriptor of the map whose keys are wanted inodes
   * @return the program
   */
  static ProgramCode code(KernelLayout kernel, int wanted) {
    Assembler code = new Assembler();
    code.move(CONTEXT, R1)
        .load(Width.DOUBLE, TASK, CONTEXT, kernel.contextTask())
        .endIfZero(TASK)
        .load(Width.DOUBLE, FILE, CONTEXT, kernel.contextFile())
        .endIfZero(FILE);
    // Is it a socket?
    code.load(Width.DOUBLE, INODE, FILE, kernel.fileInode())
        .load(Width.HALF, R1, INODE, kernel.inodeMode())
        .and(R1, S_IFMT)
        .endUnless(R1, S_IFSOCK);
    // Is it wanted?
    code.load(Width.DOUBLE, R1, INODE, kernel.inodeNumber())
        .store(Width.DOUBLE, STACK, STACK_ROW + ROW_INODE, R1)
        .loadMap(R1, wanted)
        .move(R2, STACK)
        .add(R2, STACK_ROW + ROW_INODE)
        .call(MAP_LOOKUP_ELEM)
        .endIfZero(R0);
    // Is it a socket of the network, and no file of that number?
    code.load(Width.DOUBLE, R1, INODE, kernel.inodeSystem())
        .load(Width.DOUBLE, R1, R1, kernel.systemMagic())
        .endUnless(R1, SOCKFS_MAGIC);
    row(code, kernel);
    code.load(Width.DOUBLE, R1, CONTEXT, kernel.contextMeta())
        .load(Width.DOUBLE, R1, R1, kernel.metaOutput())
        .move(R2, STACK)
        .add(R2, STACK_ROW)
        .set(R3, ROW)
        .call(SEQ_WRITE);
    return new ProgramCode(code.end(), kernel.iterator(), OptionalInt.empty());
  }

  private static void row(Assembler code, KernelLayout kernel) {
    code.load(Width.WORD, R1, TASK, kernel.taskProcess())
        .store(Width.WORD, STACK, STACK_ROW, R1)
        .load(Width.WORD, R1, TASK, kernel.taskThread())
        .store(Width.WORD, STACK, STACK_ROW + ROW_THREAD, R1)
        .load(Width.WORD, R1, CONTEXT, kernel.contextDescriptor())
        .store(Width.WORD, STACK, STACK_ROW + ROW_DESCRIPTOR, R1)
        .storeZero(Width.WORD, STACK, STACK_ROW + ROW_CUT)
        .load(Width.DOUBLE, R1, TASK, kernel.taskTable())
        .store(Width.DOUBLE, STACK, STACK_ROW + ROW_TABLE, R1)
        .load(Width.DOUBLE, R1, FILE, kernel.fileReferences())
        .store(Width.DOUBLE, STACK, STACK_ROW + ROW_REFERENCES, R1);
  }
}
