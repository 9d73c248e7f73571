package dev.portmanager.os.linux.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One instruction of BPF: {@code struct bpf_insn}, linux/bpf.h: u8 code (0), u8 both registers (1),
 * s16 offset (2), s32 immediate (4); size 8.
 *
 * @param code what it does
 * @param target the register that it changes, or that has the address to store at
 * @param source the register that it reads
 * @param offset of memory in bytes, or of a jump in instructions
 * @param immediate a number
 * @see <a href="https://docs.kernel.org/bpf/standardization/instruction-set.html">BPF instruction
 *     set</a>
 */
record Instruction(int code, int target, int source, int offset, int immediate) {

  static final int SIZE = 8;

  /** Writes it where the buffer stands. */
  void encode(ByteBuffer to) {
    boolean little = to.order() == ByteOrder.LITTLE_ENDIAN;
    int registers = little ? source << 4 | target : target << 4 | source;
    to.put((byte) code).put((byte) registers).putShort((short) offset).putInt(immediate);
  }
}
