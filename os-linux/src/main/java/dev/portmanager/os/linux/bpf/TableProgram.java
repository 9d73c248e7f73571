package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.bpf.Assembler.Jump;
import dev.portmanager.os.linux.bpf.Assembler.Width;
import java.util.OptionalInt;

/**
 * The program that the kernel runs for each thread, of one process or of all, and that goes through
 * the thread's table by itself. In C it reads:
 *
 * <pre>{@code
 * int rows(struct bpf_iter__task *context) {
 *   if (context->task) go_through(context->task);        // TableWalk
 *   return 0;
 * }
 * }</pre>
 */
final class TableProgram {

  private TableProgram() {}

  /**
   * Puts it together for a kernel.
   *
   * @param kernel where that kernel keeps things
   * @param tables and tables
   * @param wanted the descriptor of the map whose keys are wanted inodes
   * @return the program
   */
  static ProgramCode code(KernelLayout kernel, TableLayout tables, int wanted) {
    Assembler code = new Assembler();
    TableWalk walk = new TableWalk(code, kernel, tables);
    walk.begin();
    code.load(Width.DOUBLE, TableWalk.TASK, TableWalk.CONTEXT, tables.contextTask())
        .endIfZero(TableWalk.TASK);
    walk.goThrough(wanted);
    code.jump(Jump.ALWAYS, 0, 0, code.end).place(walk.cut);
    walk.writeCut();
    return new ProgramCode(code.end(), tables.iterator(), OptionalInt.empty());
  }
}
