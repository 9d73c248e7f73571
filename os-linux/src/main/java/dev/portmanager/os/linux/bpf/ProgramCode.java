package dev.portmanager.os.linux.bpf;

import java.util.List;

/**
 * A program, and what it is for.
 *
 * @param instructions the program
 * @param iterator the number of the function that it is attached to
 */
record ProgramCode(List<Instruction> instructions, int iterator) {

  /** Copies the instructions. */
  ProgramCode {
    instructions = List.copyOf(instructions);
  }
}
