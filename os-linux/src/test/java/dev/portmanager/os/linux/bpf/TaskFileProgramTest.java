package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.os.linux.bpf.Assembler.Operation;
import dev.portmanager.os.linux.bpf.Assembler.Width;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskFileProgramTest {

  @Test
  void instructions_haveTheCodesOfTheKernelsHeader() {
    List<Instruction> code =
        new Assembler()
            .load(Width.DOUBLE, 7, 6, 8)
            .endIfZero(7)
            .load(Width.HALF, 1, 9, 0)
            .and(1, 0xF000)
            .endUnless(1, 0xC000)
            .store(Width.WORD, 10, -36, 1)
            .storeZero(Width.WORD, 10, -28)
            .loadMap(1, 5)
            .move(2, 10)
            .add(2, -24)
            .call(127)
            .end();
    assertThat(hex(code, ByteOrder.LITTLE_ENDIAN))
        .isEqualTo(
            "7967080000000000" // r7 = *(u64 *)(r6 + 8)
                + "15070a0000000000" // if r7 == 0 goto +10
                + "6991000000000000" // r1 = *(u16 *)(r9 + 0)
                + "5701000000f00000" // r1 &= 0xf000
                + "5501070000c00000" // if r1 != 0xc000 goto +7
                + "631adcff00000000" // *(u32 *)(r10 - 36) = r1
                + "620ae4ff00000000" // *(u32 *)(r10 - 28) = 0
                + "1811000005000000" // r1 = map[5]
                + "0000000000000000"
                + "bfa2000000000000" // r2 = r10
                + "07020000e8ffffff" // r2 += -24
                + "850000007f000000" // call 127
                + "b700000000000000" // r0 = 0
                + "9500000000000000"); // exit
  }

  @Test
  void operations_haveTheCodesOfTheKernelsHeader() {
    List<Instruction> code =
        new Assembler()
            .compute(Operation.SHIFT_RIGHT, 1, 6)
            .compute(Operation.SHIFT_LEFT, 1, 3)
            .compute(Operation.OR, 9, 63)
            .combine(Operation.ADD, 1, 8)
            .combine(Operation.SUBTRACT, 9, 1)
            .combine(Operation.SHIFT_RIGHT, 0, 1)
            .end();
    assertThat(hex(code.subList(0, 6), ByteOrder.LITTLE_ENDIAN))
        .isEqualTo(
            "7701000006000000" // r1 >>= 6
                + "6701000003000000" // r1 <<= 3
                + "470900003f000000" // r9 |= 63
                + "0f81000000000000" // r1 += r8
                + "1f19000000000000" // r9 -= r1
                + "7f10000000000000"); // r0 >>= r1
  }

  @Test
  void registers_changePlaces_onBigEndianMachines() {
    assertThat(hex(List.of(new Instruction(0x79, 7, 6, 8, 0)), ByteOrder.BIG_ENDIAN))
        .isEqualTo("7976000800000000");
  }

  @Test
  void everyTest_leadsToTheEnd_andTheRowIsFilledWhole() throws Exception {
    KernelLayout layout = KernelLayout.of(Btf.parse(BtfBlob.kernel("f_ref")));
    List<Instruction> code = TaskFileProgram.code(layout, 3).instructions();
    int end = code.size() - 2;
    boolean[] filled = new boolean[TaskFileProgram.ROW];
    for (int i = 0; i < code.size(); i++) {
      Instruction instruction = code.get(i);
      int kind = instruction.code();
      if (kind == 0x15 || kind == 0x55) {
        assertThat(i + 1 + instruction.offset()).isEqualTo(end);
      }
      boolean store = (kind & 0x07) == 0x03 || (kind & 0x07) == 0x02;
      if (store && instruction.target() == 10) {
        int width = (kind & 0x18) == 0x18 ? 8 : 4;
        for (int at = 0; at < width; at++) {
          filled[TaskFileProgram.ROW + instruction.offset() + at] = true;
        }
      }
    }
    assertThat(filled).doesNotContain(false);
  }

  private static String hex(List<Instruction> code, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(code.size() * Instruction.SIZE).order(order);
    code.forEach(instruction -> instruction.encode(bytes));
    return HexFormat.of().formatHex(bytes.array());
  }
}
