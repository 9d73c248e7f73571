package dev.portmanager.os.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.Protocol;
import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.spi.ListenerQuery;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketDumpsTest {

  private static final ListenerQuery QUERY = ListenerQuery.ofPort(8080, Protocol.TCP);

  private final List<DiagRequest> asked = new ArrayList<>();

  @Test
  void tcp_isOneDump() throws RefusedException {
    SocketDumps dumps = answering((request, reply) -> found(reply, 4711));
    assertThat(dumps.listeners(QUERY, Protocol.TCP))
        .extracting(SocketRow::inode)
        .containsOnly(4711L);
    assertThat(asked).containsExactly(DiagRequest.legacy(8080));
  }

  @Test
  void kernelWithoutTheOldRequest_isAskedForEachFamily() throws RefusedException {
    SocketDumps dumps =
        answering(
            (request, reply) -> {
              if (request.type() == DiagRequest.Type.LEGACY) {
                throw new RefusedException("sock_diag", Errno.EINVAL);
              }
              found(reply, request.family());
            });
    assertThat(dumps.listeners(QUERY, Protocol.TCP))
        .extracting(SocketRow::inode)
        .containsExactly(2L, 10L);
  }

  @Test
  void interruptedDump_isRepeated_andItsRowsForgotten() throws RefusedException {
    SocketDumps dumps =
        answering(
            (request, reply) -> {
              Replies rows =
                  new Replies().socket(2, 8080, asked.size(), asked.size() < 3 ? 0x12 : 2);
              decode(reply, rows);
            });
    assertThat(dumps.listeners(QUERY, Protocol.TCP)).extracting(SocketRow::inode).containsOnly(3L);
  }

  @Test
  void dumpInterruptedForEver_isRefused() {
    SocketDumps dumps =
        answering((request, reply) -> decode(reply, new Replies().socket(2, 8080, 1, 0x12)));
    assertThatThrownBy(() -> dumps.listeners(QUERY, Protocol.TCP))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("interrupted");
    assertThat(asked).hasSize(5);
  }

  @Test
  void bothProtocols_shareOneSocket() throws RefusedException {
    SocketDumps dumps = answering((request, reply) -> found(reply, 4711));
    try (SocketDumps.Session session = dumps.session()) {
      session.listeners(QUERY, Protocol.TCP);
      session.listeners(QUERY, Protocol.UDP);
      assertThat(opened).isOne();
      assertThat(closed).isZero();
    }
    assertThat(closed).isOne();
  }

  @Test
  void socketThatWasRefused_isNotUsedAgain() throws RefusedException {
    SocketDumps dumps =
        answering(
            (request, reply) -> {
              if (asked.size() == 1) {
                throw new RefusedException("sock_diag", Errno.EPERM);
              }
              found(reply, 4711);
            });
    try (SocketDumps.Session session = dumps.session()) {
      assertThatThrownBy(() -> session.listeners(QUERY, Protocol.TCP))
          .isInstanceOf(RefusedException.class);
      assertThat(closed).isOne();
      assertThat(session.listeners(QUERY, Protocol.UDP)).isNotEmpty();
      assertThat(opened).isEqualTo(2);
    }
    assertThat(closed).isEqualTo(2);
  }

  private interface Kernel {
    void answer(DiagRequest request, DiagReply reply) throws RefusedException;
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.10.0-28-amd64", "5.10", "6.1.0", "10.0"})
  void udp_isOneDump(String version) throws RefusedException {
    SocketDumps dumps = answering(version, (request, reply) -> found(reply, 4711));
    assertThat(dumps.listeners(QUERY, Protocol.UDP))
        .extracting(SocketRow::protocol)
        .containsOnly(Protocol.UDP);
    assertThat(asked).containsExactly(DiagRequest.legacyOfUdp(8080));
  }

  /** An older kernel would answer for TCP. */
  @ParameterizedTest
  @ValueSource(strings = {"5.9.16", "4.18.0-553.el8", "4.4.0", "5", "5.", "", "none"})
  void olderKernel_isAskedForUdpOfEachFamily(String version) throws RefusedException {
    SocketDumps dumps = answering(version, (request, reply) -> found(reply, request.family()));
    assertThat(dumps.listeners(QUERY, Protocol.UDP))
        .extracting(SocketRow::inode)
        .containsExactly(2L, 10L);
    assertThat(asked).allMatch(request -> request.type() == DiagRequest.Type.BY_FAMILY);
  }

  @Test
  void kernelThatKnowsNoUdpInTheOldRequest_isAskedForEachFamily() throws RefusedException {
    SocketDumps dumps =
        answering(
            (request, reply) -> {
              if (request.type() == DiagRequest.Type.LEGACY) {
                throw new RefusedException("sock_diag", Errno.ENOENT);
              }
              found(reply, request.family());
            });
    assertThat(dumps.listeners(QUERY, Protocol.UDP))
        .extracting(SocketRow::inode)
        .containsExactly(2L, 10L);
  }

  private SocketDumps answering(Kernel kernel) {
    return answering("6.1.0", kernel);
  }

  private SocketDumps answering(String version, Kernel kernel) {
    return new SocketDumps(
        () -> {
          opened++;
          return new DiagChannel() {
            @Override
            public void dump(DiagRequest request, int sequence, DiagReply reply)
                throws RefusedException {
              asked.add(request);
              DiagReply known = reply;
              lastSequence = sequence;
              kernel.answer(request, known);
            }

            @Override
            public void close() {
              closed++;
            }
          };
        },
        version);
  }

  private int lastSequence;
  private int opened;
  private int closed;

  private void found(DiagReply reply, int inode) throws RefusedException {
    decode(reply, new Replies().socket(2, 8080, inode, 2));
  }

  private void decode(DiagReply reply, Replies rows) throws RefusedException {
    rows.bytes().putInt(8, lastSequence);
    reply.decode(rows.bytes(), rows.length());
  }
}
