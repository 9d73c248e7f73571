package dev.portmanager.os.linux.bpf;

import java.util.List;
import java.util.OptionalInt;

/**
 * A program, and what it is for.
 *
 * @param instructions the program
 * @param iterator the number of the function that it is attached to
 * @param first the process that it is to be linked to, where one run goes through all others; empty
 *     if it is to be run for each
 */
record ProgramCode(List<Instruction> instructions, int iterator, OptionalInt first) {

  /** Copies the instructions. */
  ProgramCode {
    instructions = List.copyOf(instructions);
  }
}
