package dev.portmanager.os.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.NativeCallException;
import dev.portmanager.Protocol;
import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.listen.ListenerTables;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.spi.ListenerQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets where the kernel refuses netlink: read from /proc/net, or told why they are not. */
class WithoutNetlinkTest {

  private static final String HEADER =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode\n";
  private static final String ROW =
      "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0"
          + " 4242 1 0000000000000000 100 0 0 10 0\n";
  private static final ListenerQuery QUERY = ListenerQuery.ofPort(8080, Protocol.TCP);

  @TempDir Path proc;

  private ListenerTables tables(int code) {
    SocketDumps refused =
        new SocketDumps(
            () -> {
              throw new RefusedException("socket(AF_NETLINK)", code);
            },
            "");
    return new ListenerTables(refused, new ProcFs(proc));
  }

  @Test
  void rowThatTheKernelRepeats_countsOnce() throws IOException {
    Path table = Files.createDirectories(proc.resolve("self/net")).resolve("tcp");
    Files.writeString(table, HEADER + ROW + ROW);
    assertThat(tables(Errno.EAFNOSUPPORT).rows(QUERY))
        .singleElement()
        .satisfies(row -> assertThat(row.inode()).isEqualTo(4242));
  }

  @Test
  void neitherWay_isAnError_thatNamesTheCallThatFailedFirst() {
    assertThatThrownBy(() -> tables(Errno.EMFILE).rows(QUERY))
        .isInstanceOfSatisfying(
            NativeCallException.class,
            e -> assertThat(e.code()).as("not that of /proc").isEqualTo(Errno.EMFILE))
        .hasMessageContaining("socket(AF_NETLINK) failed with error 24: too many open files")
        .hasMessageContaining("self/net/tcp");
  }
}
