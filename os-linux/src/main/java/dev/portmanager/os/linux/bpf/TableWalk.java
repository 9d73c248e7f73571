package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.bpf.Assembler.Jump;
import dev.portmanager.os.linux.bpf.Assembler.Label;
import dev.portmanager.os.linux.bpf.Assembler.Operation;
import dev.portmanager.os.linux.bpf.Assembler.Width;

/**
 * The part of a program that goes through the descriptor table of one thread by itself: the same
 * rows as those of {@link TaskFileProgram} in a quarter of the time, because no file is taken hold
 * of and let go, which writes to it. In C it reads:
 *
 * <pre>{@code
 * void go_through(struct task_struct *task) {
 *   if (task->flags & PF_KTHREAD) return;                // the kernel's threads have no descriptors
 *   struct files_struct *files = task->files;
 *   if (!files) return;                                  // it has ended
 *   struct task_struct *leader = task->group_leader;
 *   if (leader->files == files && leader->pid < task->pid) return;  // it was gone through
 *   struct fdtable *table = files->fdt;
 *   if (table->max_fds > MOST_PLACES) goto cut;
 *   for (u64 i = 0; i < table->max_fds; i++) {
 *     if (tired) goto cut;                               // may_goto, long after MOST_PLACES
 *   again:
 *     struct file *file = table->fd[i];
 *     if (!file && !(table->open_fds[i / 64] >> i % 64)) i |= 63;  // nor up to the last of 64
 *     if (!file || (file->f_inode->i_mode & S_IFMT) != S_IFSOCK) continue;
 *     u64 number = file->f_inode->i_ino;
 *     if (!bpf_map_lookup_elem(&wanted, &number)) continue;
 *     if (file->f_inode->i_sb->s_magic != SOCKFS_MAGIC) continue;
 *     struct row row = {task->tgid, task->pid, i, 0, number, files, file->f_ref + 1};
 *     barrier();
 *     if (table->fd[i] != file) goto again;              // it was closed meanwhile
 *     if (files->fdt != table) goto cut;                 // the table moved meanwhile
 *     bpf_seq_write(context->meta->seq, &row, sizeof row);
 *   }
 *   barrier();
 *   if (!task->files || task->files == files) return;    // else it has another table now
 * cut:
 *   struct row row = {task->tgid, task->pid, 0, 1};
 *   bpf_seq_write(context->meta->seq, &row, sizeof row);
 * }
 * }</pre>
 *
 * <p>Nothing is locked or held while it runs, so it must see for itself that nothing is missed. A
 * descriptor that is open from before until after is seen whatever else happens:
 *
 * <ul>
 *   <li>A table that grows is copied, and the old one stays as it was until the end of the program,
 *       which runs under RCU: what was open when it was copied is still in it.
 *   <li>A table whose last user has gone is freed at once. If the thread went on with another one
 *       ({@code unshare}), that is found at the end, and said; if the thread ended, it holds
 *       nothing.
 *   <li>A thread is passed over if its process's main thread has the same table and a lower number:
 *       then that was gone through before, with this table, as nobody can get a table that exists.
 *   <li>Threads of the kernel have the table of the first of all, in which nothing is opened.
 * </ul>
 *
 * <p>And nothing is made up: a file may be closed and used for another while it is read; that its
 * place has it still, in the table that counts, says that what was read is its own, as the kernel
 * itself does it. Memory that was freed meanwhile reads as anything, or as 0, and never faults.
 *
 * <p>Where the iterator over files would hold a reference of its own, none is held here: 1 is
 * added, so that rows of both mean the same.
 *
 * <p>The processor goes through a table without a pause, some 2 ns a place, so larger ones are left
 * to the other program, which pauses.
 */
final class TableWalk {

  private static final int PF_KTHREAD = 0x0020_0000; // linux/sched.h

  /** As many as the kernel's own limit (fs.nr_open) unless somebody raised it. */
  static final int MOST_PLACES = 1 << 20;

  /** Behind the row on the stack: the table, how many places it has, the file, what is ordered. */
  private static final int STACK_TABLE = TaskFileProgram.STACK_ROW - 8;

  private static final int STACK_LENGTH = TaskFileProgram.STACK_ROW - 16;
  private static final int STACK_FILE = TaskFileProgram.STACK_ROW - 24;

  private static final int STACK_ORDER = TaskFileProgram.STACK_ROW - 32;

  private static final int STACK_OUTPUT = TaskFileProgram.STACK_ROW - 40; // where rows go

  /** The bits that say which places are in use; the lowest place of the stack that is used here. */
  static final int STACK_BITS = TaskFileProgram.STACK_ROW - 48;

  private static final int LOG_LONG = 3; // 8 bytes
  private static final int LOG_BITS = 6; // 64 bits

  /** What outlasts a call: what the iterator tells the program. */
  static final int CONTEXT = 6;

  /** And the thread whose table it is. */
  static final int TASK = 7;

  private static final int R0 = 0; // results
  private static final int R1 = 1; // arguments, and what is needed for a moment
  private static final int R2 = 2;
  private static final int R3 = 3;
  private static final int FILES = 8; // the table's owner, then the first of its places
  private static final int PLACES = 8;
  private static final int INDEX = 9;
  private static final int STACK = 10;

  /** Where the program goes on behind a table that was gone through, or that is none. */
  final Label done = new Label();

  /** Where it goes on if a table was not gone through to its end; to be placed by its owner. */
  final Label cut = new Label();

  private final Assembler code;
  private final KernelLayout kernel;
  private final TableLayout tables;
  private final Label place = new Label();
  private final Label next = new Label();
  private final Label empty = new Label();
  private final Label last = new Label();

  /**
   * Creates a part of a program.
   *
   * @param code the program
   * @param kernel where the kernel keeps things
   * @param tables and tables
   */
  TableWalk(Assembler code, KernelLayout kernel, TableLayout tables) {
    this.code = code;
    this.kernel = kernel;
    this.tables = tables;
  }

  /**
   * Begins the program: from the context in R1 it keeps what is needed later. Where rows go is
   * looked up here, once: the verifier asks of each such pointer by its type's name whether it is
   * to be trusted, which takes it most of a millisecond.
   */
  void begin() {
    code.move(CONTEXT, R1)
        .load(Width.DOUBLE, R1, CONTEXT, tables.contextMeta())
        .load(Width.DOUBLE, R1, R1, kernel.metaOutput())
        .store(Width.DOUBLE, STACK, STACK_OUTPUT, R1);
  }

  /**
   * Goes through the table of {@link #TASK}, and on at {@link #done} or {@link #cut}; {@code done}
   * is placed behind it.
   *
   * @param wanted the descriptor of the map whose keys are wanted inodes
   */
  void goThrough(int wanted) {
    thread();
    table();
    code.place(place).jump(Jump.IF_ENDLESS, 0, 0, cut);
    code.load(Width.DOUBLE, R1, STACK, STACK_LENGTH).jump(Jump.UNLESS_BELOW, INDEX, R1, last);
    socket(wanted);
    row();
    check();
    write();
    code.place(next).add(INDEX, 1).jump(Jump.ALWAYS, 0, 0, place);
    skip();
    last();
    code.place(done);
  }

  /** Passes over threads of the kernel, and those whose table was the main thread's. */
  private void thread() {
    Label own = new Label();
    code.move(R1, TASK) // what is read through it is trusted for nothing, so nobody asks by name
        .set(R2, tables.task())
        .callKernel(tables.cast())
        .move(TASK, R0)
        .load(Width.WORD, R1, TASK, tables.taskFlags())
        .and(R1, PF_KTHREAD)
        .jump(Jump.UNLESS_NUMBER, R1, 0, done)
        .load(Width.DOUBLE, FILES, TASK, kernel.taskTable())
        .jump(Jump.IF_NUMBER, FILES, 0, done)
        .load(Width.DOUBLE, R1, TASK, tables.taskLeader())
        .load(Width.DOUBLE, R2, R1, kernel.taskTable())
        .jump(Jump.UNLESS_SAME, R2, FILES, own)
        .load(Width.WORD, R1, R1, kernel.taskThread())
        .load(Width.WORD, R2, TASK, kernel.taskThread())
        .jump(Jump.UNLESS_BELOW, R1, R2, own)
        .jump(Jump.ALWAYS, 0, 0, done)
        .place(own);
  }

  private void table() {
    code.store(Width.DOUBLE, STACK, TaskFileProgram.STACK_ROW + TaskFileProgram.ROW_TABLE, FILES)
        .load(Width.DOUBLE, R2, FILES, tables.filesTable())
        .store(Width.DOUBLE, STACK, STACK_TABLE, R2)
        .load(Width.WORD, R1, R2, tables.tableLength())
        .store(Width.DOUBLE, STACK, STACK_LENGTH, R1)
        .storeZero(Width.DOUBLE, STACK, STACK_ORDER)
        .jump(Jump.IF_ABOVE, R1, MOST_PLACES, cut)
        .load(Width.DOUBLE, PLACES, R2, tables.tableFiles())
        .jump(Jump.IF_NUMBER, PLACES, 0, done)
        .add(PLACES, -tables.pointerFile())
        .load(Width.DOUBLE, R3, R2, tables.tableBits())
        .add(R3, -tables.numberValue())
        .store(Width.DOUBLE, STACK, STACK_BITS, R3);
    // 0 that the verifier does not know to be 0: else it would go through the loop round by round.
    code.move(INDEX, R1).combine(Operation.SUBTRACT, INDEX, R1);
  }

  /** Reads the pointer at the place into R0: what the kernel is told to be a pointer to a file. */
  private void file() {
    code.move(R1, INDEX)
        .compute(Operation.SHIFT_LEFT, R1, LOG_LONG)
        .combine(Operation.ADD, R1, PLACES)
        .set(R2, tables.pointer())
        .callKernel(tables.cast())
        .load(Width.DOUBLE, R0, R0, tables.pointerFile());
  }

  /** Passes over places with nothing in them, or anything but a wanted socket. */
  private void socket(int wanted) {
    file();
    code.jump(Jump.IF_NUMBER, R0, 0, empty)
        .store(Width.DOUBLE, STACK, STACK_FILE, R0)
        .load(Width.DOUBLE, R1, R0, kernel.fileInode())
        .load(Width.HALF, R2, R1, kernel.inodeMode())
        .and(R2, TaskFileProgram.S_IFMT)
        .jump(Jump.UNLESS_NUMBER, R2, TaskFileProgram.S_IFSOCK, next)
        .load(Width.DOUBLE, R1, R1, kernel.inodeNumber())
        .store(Width.DOUBLE, STACK, TaskFileProgram.STACK_ROW + TaskFileProgram.ROW_INODE, R1)
        .loadMap(R1, wanted)
        .move(R2, STACK)
        .add(R2, TaskFileProgram.STACK_ROW + TaskFileProgram.ROW_INODE)
        .call(TaskFileProgram.MAP_LOOKUP_ELEM)
        .jump(Jump.IF_NUMBER, R0, 0, next)
        .load(Width.DOUBLE, R1, STACK, STACK_FILE)
        .load(Width.DOUBLE, R1, R1, kernel.fileInode())
        .load(Width.DOUBLE, R1, R1, kernel.inodeSystem())
        .load(Width.DOUBLE, R1, R1, kernel.systemMagic())
        .jump(Jump.UNLESS_NUMBER, R1, TaskFileProgram.SOCKFS_MAGIC, next);
  }

  /** At a place with nothing in it: on behind the last of 64 if nothing is in those up to it. */
  private void skip() {
    code.place(empty)
        .move(R1, INDEX)
        .compute(Operation.SHIFT_RIGHT, R1, LOG_BITS)
        .compute(Operation.SHIFT_LEFT, R1, LOG_LONG)
        .load(Width.DOUBLE, R2, STACK, STACK_BITS)
        .combine(Operation.ADD, R1, R2)
        .set(R2, tables.number())
        .callKernel(tables.cast())
        .load(Width.DOUBLE, R0, R0, tables.numberValue())
        .move(R1, INDEX)
        .and(R1, Long.SIZE - 1)
        .combine(Operation.SHIFT_RIGHT, R0, R1)
        .jump(Jump.UNLESS_NUMBER, R0, 0, next)
        .compute(Operation.OR, INDEX, Long.SIZE - 1)
        .jump(Jump.ALWAYS, 0, 0, next);
  }

  private void row() {
    thread(R1);
    code.store(Width.WORD, STACK, TaskFileProgram.STACK_ROW + TaskFileProgram.ROW_DESCRIPTOR, INDEX)
        .storeZero(Width.WORD, STACK, TaskFileProgram.STACK_ROW + TaskFileProgram.ROW_CUT)
        .load(Width.DOUBLE, R1, STACK, STACK_FILE)
        .load(Width.DOUBLE, R1, R1, kernel.fileReferences())
        .add(R1, 1)
        .store(Width.DOUBLE, STACK, TaskFileProgram.STACK_ROW + TaskFileProgram.ROW_REFERENCES, R1);
  }

  private void thread(int register) {
    code.load(Width.WORD, register, TASK, kernel.taskProcess())
        .store(Width.WORD, STACK, TaskFileProgram.STACK_ROW, register)
        .load(Width.WORD, register, TASK, kernel.taskThread())
        .store(Width.WORD, STACK, TaskFileProgram.STACK_ROW + TaskFileProgram.ROW_THREAD, register);
  }

  /** Is the file still where it was, in the table that counts? */
  private void check() {
    barrier();
    file();
    code.load(Width.DOUBLE, R1, STACK, STACK_FILE)
        .jump(Jump.UNLESS_SAME, R0, R1, place)
        .load(Width.DOUBLE, R1, TASK, kernel.taskTable())
        .load(Width.DOUBLE, R1, R1, tables.filesTable())
        .load(Width.DOUBLE, R2, STACK, STACK_TABLE)
        .jump(Jump.UNLESS_SAME, R1, R2, cut);
  }

  private void write() {
    code.load(Width.DOUBLE, R1, STACK, STACK_OUTPUT)
        .move(R2, STACK)
        .add(R2, TaskFileProgram.STACK_ROW)
        .set(R3, TaskFileProgram.ROW)
        .call(TaskFileProgram.SEQ_WRITE);
  }

  private void barrier() {
    code.set(R1, 0).barrier(STACK, STACK_ORDER, R1);
  }

  /** Has the thread this table still, or ended? */
  private void last() {
    code.place(last);
    barrier();
    code.load(Width.DOUBLE, R1, TASK, kernel.taskTable())
        .jump(Jump.IF_NUMBER, R1, 0, done)
        .load(Width.DOUBLE, R2, STACK, TaskFileProgram.STACK_ROW + TaskFileProgram.ROW_TABLE)
        .jump(Jump.UNLESS_SAME, R1, R2, cut);
  }

  /** Writes a row that says that a table was not gone through to its end. */
  void writeCut() {
    thread(R1);
    code.storeZero(Width.WORD, STACK, TaskFileProgram.STACK_ROW + TaskFileProgram.ROW_DESCRIPTOR)
        .set(R1, 1)
        .store(Width.WORD, STACK, TaskFileProgram.STACK_ROW + TaskFileProgram.ROW_CUT, R1)
        .storeZero(Width.DOUBLE, STACK, TaskFileProgram.STACK_ROW + TaskFileProgram.ROW_INODE)
        .storeZero(Width.DOUBLE, STACK, TaskFileProgram.STACK_ROW + TaskFileProgram.ROW_REFERENCES);
    write();
  }
}
