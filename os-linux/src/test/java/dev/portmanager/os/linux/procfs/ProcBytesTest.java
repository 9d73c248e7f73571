package dev.portmanager.os.linux.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcBytesTest {

  @Test
  void dirents_giveTheNumbersAlone() {
    ByteBuffer bytes = records(".", "..", "self", "1", "4194304", "12a", "1234567890");
    assertThat(numbers(bytes, bytes.position())).containsExactly(1, 4_194_304);
  }

  @Test
  void dirents_cutAnywhere_areMalformed_orEndBetweenRecords() {
    ByteBuffer bytes = records("1", "2");
    for (int end = 1; end < bytes.position(); end++) {
      int cut = end;
      if (cut == 24) {
        assertThat(numbers(bytes, cut)).containsExactly(1);
      } else {
        assertThatThrownBy(() -> numbers(bytes, cut))
            .as("%d bytes", cut)
            .isInstanceOf(MalformedProcFileException.class);
      }
    }
  }

  @Test
  void dirents_ofRandomBytes_neverThrowAnythingElse() {
    Random random = new Random(20_26);
    byte[] bytes = new byte[128];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    for (int i = 0; i < 100_000; i++) {
      random.nextBytes(bytes);
      buffer.putShort(16, (short) random.nextInt(128));
      try {
        assertThat(numbers(buffer, random.nextInt(129))).allMatch(number -> number >= 0);
      } catch (MalformedProcFileException e) {
        assertThat(e).hasMessageContaining("expected");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"socket:[1], 1", "socket:[4294967295], 4294967295"})
  void link_toASocket_givesItsInode(String target, long inode) {
    assertThat(inode(target)).isEqualTo(inode);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socket:[]",
        "socket:[12",
        "socket:[1x]",
        "socket:[-1]",
        "socket:[12] ",
        "socket:[99999999999999999999]",
        "pipe:[4711]",
        "/socket:[1]",
        "anon_inode:[eventfd]",
        "socket:"
      })
  void link_toAnythingElse_isNoSocket(String target) {
    assertThat(inode(target)).isEqualTo(SocketLink.NO_SOCKET);
  }

  @Test
  void longSet_containsItsMembersAndNothingElse() {
    long[] members = LongStream.range(0, 5000).map(i -> i * 4096 + 1).toArray();
    LongSet set = new LongSet(members);
    assertThat(set.size()).isEqualTo(5000);
    assertThat(LongStream.range(-10, 5000 * 4096).filter(set::contains).toArray())
        .isEqualTo(members);
    assertThat(new LongSet(7, 7).size()).isEqualTo(1);
    assertThat(new LongSet().contains(0)).isFalse();
    assertThatThrownBy(() -> new LongSet(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static long inode(String target) {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    bytes.put(0, target.getBytes(StandardCharsets.US_ASCII));
    return SocketLink.inode(bytes, 0, target.length());
  }

  private static ByteBuffer records(String... names) {
    ByteBuffer bytes = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());
    for (String name : names) {
      int length = 19 + name.length() + 1 + 7 & ~7;
      int at = bytes.position();
      bytes.putShort(at + 16, (short) length);
      bytes.put(at + 19, name.getBytes(StandardCharsets.US_ASCII));
      bytes.position(at + length);
    }
    return bytes;
  }

  private static List<Integer> numbers(ByteBuffer bytes, int end) {
    List<Integer> numbers = new ArrayList<>();
    for (int at = 0; at < end; ) {
      int next = Dirents.next(bytes, at, end);
      int number = Dirents.number(bytes, at);
      if (number != Dirents.NOT_A_NUMBER) {
        numbers.add(number);
      }
      at = next;
    }
    return numbers;
  }
}
