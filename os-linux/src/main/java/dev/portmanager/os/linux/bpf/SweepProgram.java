package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.bpf.Assembler.Jump;
import dev.portmanager.os.linux.bpf.Assembler.Label;
import dev.portmanager.os.linux.bpf.Assembler.Operation;
import dev.portmanager.os.linux.bpf.Assembler.Width;
import java.util.OptionalInt;

/**
 * The program that goes through the tables of all threads in one run: the iterator, which takes
 * hold of each thread, lets it go and looks its successor up, takes longer for most threads than
 * their tables do. In C it reads:
 *
 * <pre>{@code
 * int rows(struct bpf_iter__task *context) {
 *   struct task_struct *task = context->task;
 *   int mode = task ? BPF_TASK_ITER_PROC_THREADS : BPF_TASK_ITER_ALL_THREADS;
 *   int left_out = task ? 0 : 1;
 *   u64 began = bpf_jiffies64();
 *   struct bpf_iter_task all;
 *   bpf_iter_task_new(&all, task, mode);
 *   while ((task = bpf_iter_task_next(&all))) {
 *     if (task->tgid == left_out) continue;
 *     if (bpf_jiffies64() - began > MOST_TICKS) goto cut;
 *     go_through(task);                                  // TableWalk
 *   }
 *   bpf_iter_task_destroy(&all);
 *   return 0;
 * }
 * }</pre>
 *
 * <p>It is linked to the iterator over process 1 alone: run for that process, and once more at the
 * end, for nobody. Then it goes through all others. So whether process 1 may be looked into is left
 * to the kernel's iterator: a hardened machine keeps it back, and a list of threads knows nothing
 * of that.
 *
 * <p>The processor does nothing else meanwhile, so it gives up after a few milliseconds, and a
 * large machine is left to the program that pauses after each thread.
 */
final class SweepProgram {

  /** More ticks of the kernel's clock than these end it: 1 to 10 ms each, as it was built. */
  static final int MOST_TICKS = 1;

  /** The process that is left to the iterator. */
  static final int FIRST_PROCESS = 1;

  private static final int JIFFIES64 = 118; // linux/bpf.h, enum bpf_func_id
  private static final int ALL_THREADS = 1; // kernel/bpf/task_iter.c
  private static final int PROC_THREADS = 2;

  /** {@code struct bpf_iter_task}: 24 bytes. */
  private static final int STACK_ITERATOR = TableWalk.STACK_BITS - 24;

  private static final int STACK_LEFT_OUT = STACK_ITERATOR - 8;
  private static final int STACK_BEGAN = STACK_ITERATOR - 16;
  private static final int R0 = 0;
  private static final int R1 = 1;
  private static final int R2 = 2;
  private static final int R3 = 3;
  private static final int STACK = 10;

  private SweepProgram() {}

  /**
   * Puts it together for a kernel.
   *
   * @param kernel where that kernel keeps things
   * @param tables and tables, with what goes through threads
   * @param wanted the descriptor of the map whose keys are wanted inodes
   * @param first the process that is left to the iterator, {@value #FIRST_PROCESS} but in tests
   * @return the program
   */
  static ProgramCode code(KernelLayout kernel, TableLayout tables, int wanted, int first) {
    ThreadIterator threads = tables.threads().orElseThrow();
    Assembler code = new Assembler();
    TableWalk walk = new TableWalk(code, kernel, tables);
    Label next = new Label();
    Label end = new Label();
    walk.begin();
    begin(code, tables, threads, first);
    code.place(next)
        .move(R1, STACK)
        .add(R1, STACK_ITERATOR)
        .callKernel(threads.next())
        .jump(Jump.IF_NUMBER, R0, 0, end)
        .move(TableWalk.TASK, R0)
        .load(Width.WORD, R1, TableWalk.TASK, kernel.taskProcess())
        .load(Width.DOUBLE, R2, STACK, STACK_LEFT_OUT)
        .jump(Jump.IF_SAME, R1, R2, next)
        .call(JIFFIES64)
        .load(Width.DOUBLE, R1, STACK, STACK_BEGAN)
        .combine(Operation.SUBTRACT, R0, R1)
        .jump(Jump.IF_ABOVE, R0, MOST_TICKS, walk.cut);
    walk.goThrough(wanted);
    code.jump(Jump.ALWAYS, 0, 0, next).place(walk.cut);
    walk.writeCut();
    code.place(end).move(R1, STACK).add(R1, STACK_ITERATOR).callKernel(threads.destroy());
    return new ProgramCode(code.end(), tables.iterator(), OptionalInt.of(first));
  }

  private static void begin(Assembler code, TableLayout tables, ThreadIterator threads, int first) {
    Label begin = new Label();
    code.call(JIFFIES64)
        .store(Width.DOUBLE, STACK, STACK_BEGAN, R0)
        .storeZero(Width.DOUBLE, STACK, STACK_LEFT_OUT)
        .set(R3, PROC_THREADS)
        .load(Width.DOUBLE, R2, TableWalk.CONTEXT, tables.contextTask())
        .jump(Jump.UNLESS_NUMBER, R2, 0, begin)
        .set(R3, first)
        .store(Width.DOUBLE, STACK, STACK_LEFT_OUT, R3)
        .set(R3, ALL_THREADS)
        .set(R2, 0)
        .place(begin)
        .move(R1, STACK)
        .add(R1, STACK_ITERATOR)
        .callKernel(threads.create());
  }
}
