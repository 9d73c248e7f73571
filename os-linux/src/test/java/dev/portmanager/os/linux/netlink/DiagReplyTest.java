package dev.portmanager.os.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiagReplyTest {

  private static final SocketRow ROW =
      new SocketRow(
          Protocol.TCP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080), 4711, 1001);

  private final List<SocketRow> rows = new ArrayList<>();

  @Test
  void socketAndEnd_giveOneRow() throws RefusedException {
    Replies reply = new Replies().socket(2, 8080, 4711, 2).control(Replies.DONE, 0);
    assertThat(decoder().decode(reply.bytes(), reply.length())).isTrue();
    assertThat(rows).containsExactly(ROW);
  }

  @Test
  void ipv6Socket_hasItsSixteenBytes() throws RefusedException {
    Replies reply = new Replies().socket(10, 8081, 5, 2);
    assertThat(decoder().decode(reply.bytes(), reply.length())).isFalse();
    assertThat(rows.get(0).address().getAddress().getAddress())
        .hasSize(16)
        .startsWith(127, 0, 0, 1);
  }

  @Test
  void socketOutsideOfTheQuery_isLeftOut() throws RefusedException {
    Replies reply = new Replies().socket(2, 9000, 1, 2).socket(2, 8080, 4711, 2);
    decoder().decode(reply.bytes(), reply.length());
    assertThat(rows).containsExactly(ROW);
  }

  @Test
  void controlGroup_isTaken_ofEachSocketItsOwn() throws RefusedException {
    Replies reply = new Replies().socket(2, 8080, 1, 2).group(1L << 40).socket(2, 8080, 2, 2);
    decoder().decode(reply.bytes(), reply.length());
    assertThat(rows).extracting(SocketRow::groupId).containsExactly(1L << 40, 0L);
  }

  @Test
  void attributeBeyondItsMessage_isMalformed() {
    for (int length : new int[] {0, 3, 13, 0xFFFF}) {
      Replies reply = new Replies().socket(2, 8080, 1, 2).attributeLength(length);
      assertThatThrownBy(() -> decoder().decode(reply.bytes(), reply.length()))
          .as("attribute of %d bytes", length)
          .isInstanceOf(MalformedReplyException.class);
    }
  }

  @Test
  void interruptedDump_isNoticed() throws RefusedException {
    Replies reply = new Replies().socket(2, 8080, 1, 2 | Replies.INTERRUPTED);
    DiagReply decoder = decoder();
    decoder.decode(reply.bytes(), reply.length());
    assertThat(decoder.isInterrupted()).isTrue();
  }

  @Test
  void error_carriesTheNumber() {
    Replies reply = new Replies().control(Replies.ERROR, -22);
    assertThatThrownBy(() -> decoder().decode(reply.bytes(), reply.length()))
        .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.code()).isEqualTo(22));
  }

  @Test
  void everyShorterDatagram_isMalformed_orEndsBetweenMessages() throws RefusedException {
    Replies reply = new Replies().socket(2, 8080, 4711, 2).socket(2, 8080, 4711, 2);
    for (int length = 0; length < reply.length(); length++) {
      rows.clear();
      if (length == 100) {
        assertThat(decoder().decode(reply.bytes(), length)).isFalse();
        assertThat(rows).containsExactly(ROW);
      } else {
        int cut = length;
        assertThatThrownBy(() -> decoder().decode(reply.bytes(), cut))
            .as("%d bytes", cut)
            .isInstanceOf(MalformedReplyException.class);
        assertThat(rows).hasSize(cut < 100 ? 0 : 1).allMatch(ROW::equals);
      }
    }
  }

  @Test
  void datagramLongerThanTheBuffer_isMalformed() {
    ByteBuffer small = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    assertThatThrownBy(() -> decoder().decode(small, 65))
        .isInstanceOf(MalformedReplyException.class);
  }

  @Test
  void wrongFamily_wrongSequence_shortSocket_areMalformed() {
    Replies family = new Replies().socket(1, 8080, 1, 2);
    Replies sequence = new Replies().socket(2, 8080, 1, 2);
    sequence.bytes().putInt(8, Replies.SEQUENCE + 1);
    Replies shorter = new Replies().socket(2, 8080, 1, 2);
    shorter.bytes().putInt(0, 87);
    for (Replies reply : List.of(family, sequence, shorter)) {
      assertThatThrownBy(() -> decoder().decode(reply.bytes(), reply.length()))
          .isInstanceOf(MalformedReplyException.class);
    }
    assertThat(rows).isEmpty();
  }

  @Test
  void randomBytes_neverThrowAnythingElse() {
    Random random = new Random(20_26);
    Replies valid = new Replies().socket(2, 8080, 4711, 2).control(Replies.DONE, 0);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[4096];
      System.arraycopy(valid.bytes().array(), 0, bytes, 0, valid.length());
      for (int flips = random.nextInt(12); flips >= 0; flips--) {
        bytes[random.nextInt(valid.length())] = (byte) random.nextInt();
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
      try {
        decoder().decode(buffer, random.nextInt(valid.length() + 1));
      } catch (MalformedReplyException | RefusedException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  private DiagReply decoder() {
    DiagRequest request = DiagRequest.legacy(0);
    ListenerQuery query = ListenerQuery.ofRange(new PortRange(8080, 8081), Protocol.TCP);
    return new DiagReply(request, Replies.SEQUENCE, query, rows);
  }
}
