package dev.portmanager.os.linux.bpf;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts a BPF program together, an instruction a call, in order. Every test that fails ends the
 * program with 0. To be used by one thread.
 *
 * <p>The names are those of operations, the codes of linux/bpf.h: class in bits 0-2, then the width
 * of an access or the source of an operand, then the mode or the operation.
 */
final class Assembler {

  /** How much a load or a store moves. */
  enum Width {
    HALF(0x08),
    WORD(0x00),
    DOUBLE(0x18);

    private final int code;

    Width(int code) {
      this.code = code;
    }
  }

  private static final int LOAD = 0x61; // BPF_LDX | BPF_MEM
  private static final int STORE = 0x63; // BPF_STX | BPF_MEM
  private static final int STORE_NUMBER = 0x62; // BPF_ST | BPF_MEM
  private static final int LOAD_WIDE = 0x18; // BPF_LD | BPF_IMM | BPF_DW: two instructions long
  private static final int MOVE = 0xBF; // BPF_ALU64 | BPF_MOV | BPF_X
  private static final int SET = 0xB7; // BPF_ALU64 | BPF_MOV | BPF_K
  private static final int ADD = 0x07; // BPF_ALU64 | BPF_ADD | BPF_K
  private static final int AND = 0x57; // BPF_ALU64 | BPF_AND | BPF_K
  private static final int JUMP_IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  private static final int JUMP_UNLESS_EQUAL = 0x55; // BPF_JMP | BPF_JNE | BPF_K
  private static final int CALL = 0x85; // BPF_JMP | BPF_CALL
  private static final int EXIT = 0x95; // BPF_JMP | BPF_EXIT

  /** {@code BPF_PSEUDO_MAP_FD}: the number is a map's descriptor. */
  private static final int A_MAP = 1;

  private final List<Instruction> code = new ArrayList<>();

  /** {@code target = *(source + offset)}. */
  Assembler load(Width width, int target, int source, int offset) {
    return add(new Instruction(LOAD | width.code, target, source, offset, 0));
  }

  /** {@code *(target + offset) = source}. */
  Assembler store(Width width, int target, int offset, int source) {
    return add(new Instruction(STORE | width.code, target, source, offset, 0));
  }

  /** {@code *(target + offset) = 0}. */
  Assembler storeZero(Width width, int target, int offset) {
    return add(new Instruction(STORE_NUMBER | width.code, target, 0, offset, 0));
  }

  /** {@code target = source}. */
  Assembler move(int target, int source) {
    return add(new Instruction(MOVE, target, source, 0, 0));
  }

  /** {@code target = number}. */
  Assembler set(int target, int number) {
    return add(new Instruction(SET, target, 0, 0, number));
  }

  /** {@code target += number}. */
  Assembler add(int target, int number) {
    return add(new Instruction(ADD, target, 0, 0, number));
  }

  /** {@code target &= number}. */
  Assembler and(int target, int number) {
    return add(new Instruction(AND, target, 0, 0, number));
  }

  /** {@code target = the map behind this descriptor}. */
  Assembler loadMap(int target, int descriptor) {
    return add(new Instruction(LOAD_WIDE, target, A_MAP, 0, descriptor))
        .add(new Instruction(0, 0, 0, 0, 0));
  }

  /** Calls a function of the kernel with R1 to R5; the result is in R0, R1 to R5 are lost. */
  Assembler call(int function) {
    return add(new Instruction(CALL, 0, 0, 0, function));
  }

  /** Ends the program if the register is 0. */
  Assembler endIfZero(int register) {
    return add(new Instruction(JUMP_IF_EQUAL, register, 0, 0, 0));
  }

  /** Ends the program unless the register has this value. */
  Assembler endUnless(int register, int number) {
    return add(new Instruction(JUMP_UNLESS_EQUAL, register, 0, 0, number));
  }

  /** Ends the program with 0, "go on with the next one", and lets every failed test jump here. */
  List<Instruction> end() {
    int end = code.size();
    for (int i = 0; i < end; i++) {
      Instruction jump = code.get(i);
      if (jump.code() == JUMP_IF_EQUAL || jump.code() == JUMP_UNLESS_EQUAL) {
        int distance = end - i - 1; // counted from the instruction behind the jump
        code.set(i, new Instruction(jump.code(), jump.target(), 0, distance, jump.immediate()));
      }
    }
    set(0, 0).add(new Instruction(EXIT, 0, 0, 0, 0));
    return List.copyOf(code);
  }

  private Assembler add(Instruction instruction) {
    code.add(instruction);
    return this;
  }
}
