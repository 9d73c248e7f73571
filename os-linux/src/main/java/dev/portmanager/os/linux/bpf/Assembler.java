package dev.portmanager.os.linux.bpf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a BPF program together, an instruction a call, in order. To be used by one thread.
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
  private static final int REGISTER = 0x08; // BPF_X: the second operand is one, and no number
  private static final int ATOMIC = 0xDB; // BPF_STX | BPF_ATOMIC | BPF_DW
  private static final int FETCH_ADD = 0x01; // BPF_ADD | BPF_FETCH
  private static final int CALL = 0x85; // BPF_JMP | BPF_CALL
  private static final int EXIT = 0x95; // BPF_JMP | BPF_EXIT

  /** {@code BPF_PSEUDO_MAP_FD}: the number is a map's descriptor. */
  private static final int A_MAP = 1;

  /** {@code BPF_PSEUDO_KFUNC_CALL}: the number is that of a function among the kernel's types. */
  private static final int OF_THE_KERNEL = 2;

  /** When to jump. */
  enum Jump {
    ALWAYS(0x05), // BPF_JMP | BPF_JA
    /** The register is this number. */
    IF_NUMBER(0x15), // BPF_JMP | BPF_JEQ | BPF_K
    UNLESS_NUMBER(0x55), // BPF_JMP | BPF_JNE | BPF_K
    /** The register is above this number, both unsigned. */
    IF_ABOVE(0x25), // BPF_JMP | BPF_JGT | BPF_K
    /** The register is as the other one. */
    IF_SAME(0x1D), // BPF_JMP | BPF_JEQ | BPF_X
    UNLESS_SAME(0x5D), // BPF_JMP | BPF_JNE | BPF_X
    /** The register is not below the other one, both unsigned. */
    UNLESS_BELOW(0x3D), // BPF_JMP | BPF_JGE | BPF_X
    /** This was passed some million times: what lets the verifier trust a loop; Linux 6.9. */
    IF_ENDLESS(0xE5); // BPF_JMP | BPF_JCOND, BPF_MAY_GOTO

    private final int code;

    Jump(int code) {
      this.code = code;
    }

    private boolean comparesRegisters() {
      return this == IF_SAME || this == UNLESS_SAME || this == UNLESS_BELOW;
    }
  }

  /** What to do with a register, and another one or a number. */
  enum Operation {
    ADD(0x07), // BPF_ALU64 | BPF_ADD
    SUBTRACT(0x17), // BPF_ALU64 | BPF_SUB
    OR(0x47), // BPF_ALU64 | BPF_OR
    AND(0x57), // BPF_ALU64 | BPF_AND
    SHIFT_LEFT(0x67), // BPF_ALU64 | BPF_LSH
    SHIFT_RIGHT(0x77); // BPF_ALU64 | BPF_RSH: zeros come in

    private final int code;

    Operation(int code) {
      this.code = code;
    }
  }

  /** A place to jump to, before or behind the jump. */
  static final class Label {
    private int place = -1;
  }

  /** Where the program ends with 0. */
  final Label end = new Label();

  private final List<Instruction> code = new ArrayList<>();
  private final Map<Integer, Label> jumps = new HashMap<>();

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
    return compute(Operation.ADD, target, number);
  }

  /** {@code target &= number}. */
  Assembler and(int target, int number) {
    return compute(Operation.AND, target, number);
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

  /** Calls a function of the kernel by its number among the kernel's types; else as above. */
  Assembler callKernel(int function) {
    return add(new Instruction(CALL, 0, OF_THE_KERNEL, 0, function));
  }

  /**
   * What stands before is read before what stands behind: {@code atomic_fetch_add(target + offset,
   * source)}, which orders all reads and writes around it (memory-barriers.txt of the kernel).
   */
  Assembler barrier(int target, int offset, int source) {
    return add(new Instruction(ATOMIC, target, source, offset, FETCH_ADD));
  }

  /** {@code target = target OPERATION number}. */
  Assembler compute(Operation operation, int target, int number) {
    return add(new Instruction(operation.code, target, 0, 0, number));
  }

  /** {@code target = target OPERATION source}, of two registers. */
  Assembler combine(Operation operation, int target, int source) {
    return add(new Instruction(operation.code | REGISTER, target, source, 0, 0));
  }

  /**
   * Jumps.
   *
   * @param when on which condition
   * @param register what is compared
   * @param other with which number, or register
   * @param to where to
   */
  Assembler jump(Jump when, int register, int other, Label to) {
    jumps.put(code.size(), to);
    return when.comparesRegisters()
        ? add(new Instruction(when.code, register, other, 0, 0))
        : add(new Instruction(when.code, register, 0, 0, other));
  }

  /** Lets a label stand here. */
  Assembler place(Label label) {
    label.place = code.size();
    return this;
  }

  /** Ends the program if the register is 0. */
  Assembler endIfZero(int register) {
    return jump(Jump.IF_NUMBER, register, 0, end);
  }

  /** Ends the program unless the register has this value. */
  Assembler endUnless(int register, int number) {
    return jump(Jump.UNLESS_NUMBER, register, number, end);
  }

  /** Ends the program with 0, "go on with the next one", and lets every jump know its label. */
  List<Instruction> end() {
    place(end);
    jumps.forEach(
        (at, label) -> {
          Instruction jump = code.get(at);
          int distance = label.place - at - 1; // counted from the instruction behind the jump
          code.set(
              at,
              new Instruction(
                  jump.code(), jump.target(), jump.source(), distance, jump.immediate()));
        });
    set(0, 0).add(new Instruction(EXIT, 0, 0, 0, 0));
    return List.copyOf(code);
  }

  private Assembler add(Instruction instruction) {
    code.add(instruction);
    return this;
  }
}
