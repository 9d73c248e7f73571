package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerHit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class HoldingsTest {

  private static final long SOCKET = 4711;
  private static final long TABLE = 0xFFFF_8881_0486_8840L;
  private static final long OTHER_TABLE = 0xFFFF_8881_0486_B440L;

  private final Holdings holdings = new Holdings(new LongSet(SOCKET), 0);

  @Test
  void asManyDescriptorsAsReferences_proveThatThereIsNoOtherOwner() throws Exception {
    decode(row(7, 7, 5, SOCKET, TABLE, 3), row(7, 7, 6, SOCKET, TABLE, 3));
    assertThat(holdings.areAccountedFor()).isFalse();
    decode(row(8, 8, 5, SOCKET, OTHER_TABLE, 3));
    assertThat(holdings.areAccountedFor()).isTrue();
    assertThat(holdings.result().hits())
        .containsExactlyInAnyOrder(new OwnerHit(SOCKET, 7, 5), new OwnerHit(SOCKET, 8, 5));
  }

  @Test
  void threadsThatShareATable_countOnce() throws Exception {
    // The main thread has ended: the kernel shows the table once for each thread.
    decode(row(7, 71, 5, SOCKET, TABLE, 2), row(7, 72, 5, SOCKET, TABLE, 2));
    assertThat(holdings.areAccountedFor()).isFalse();
    assertThat(holdings.result().hits()).containsExactly(new OwnerHit(SOCKET, 7, 5));
  }

  @Test
  void processesThatShareATable_bothOwn_andCountOnce() throws Exception {
    decode(row(7, 7, 5, SOCKET, TABLE, 1), row(8, 8, 5, SOCKET, TABLE, 1));
    assertThat(holdings.areAccountedFor()).isTrue();
    assertThat(holdings.result().hits()).extracting(OwnerHit::pid).containsExactlyInAnyOrder(7, 8);
  }

  @Test
  void aCountThatChanges_provesNothing() throws Exception {
    decode(row(7, 7, 5, SOCKET, TABLE, 2), row(8, 8, 5, SOCKET, OTHER_TABLE, 3));
    assertThat(holdings.areAccountedFor()).isFalse();
    assertThat(holdings.haveOwners()).isTrue();
  }

  @Test
  void fewerReferencesThanDescriptors_proveNothing() throws Exception {
    decode(row(7, 7, 5, SOCKET, TABLE, 1), row(7, 7, 6, SOCKET, TABLE, 1));
    assertThat(holdings.areAccountedFor()).isFalse();
  }

  @Test
  void nothingSeen_provesNothing() {
    assertThat(holdings.areAccountedFor()).isFalse();
    assertThat(holdings.haveOwners()).isFalse();
    assertThat(holdings.result().hits()).isEmpty();
  }

  @Test
  void everySocketMustBeAccountedFor() throws Exception {
    Holdings two = new Holdings(new LongSet(SOCKET, 4712), 0);
    two.decode(bytes(row(7, 7, 5, SOCKET, TABLE, 1)), 0, TaskFileProgram.ROW);
    assertThat(two.areAccountedFor()).isFalse();
    two.decode(bytes(row(7, 7, 6, 4712, TABLE, 1)), 0, TaskFileProgram.ROW);
    assertThat(two.areAccountedFor()).isTrue();
  }

  @Test
  void olderKernelsCount_isOneLessThanItSays() throws Exception {
    Holdings older = new Holdings(new LongSet(SOCKET), 1);
    older.decode(bytes(row(7, 7, 5, SOCKET, TABLE, 2)), 0, TaskFileProgram.ROW);
    assertThat(older.areAccountedFor()).isTrue();
  }

  @Test
  void socketsOfOtherLookUps_arePassedOver() throws Exception {
    decode(row(7, 7, 5, 4712, TABLE, 1));
    assertThat(holdings.result().hits()).isEmpty();
  }

  @Test
  void rowsThatMakeNoSense_areRefused() {
    assertThatThrownBy(() -> holdings.decode(ByteBuffer.allocate(80), 0, 41))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("41 bytes");
    assertThatThrownBy(() -> holdings.decode(ByteBuffer.allocate(80), 40, 80))
        .isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> decode(row(-1, 7, 5, SOCKET, TABLE, 1)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("process -1");
    assertThatThrownBy(() -> decode(row(7, 7, -5, SOCKET, TABLE, 1)))
        .isInstanceOf(UnavailableException.class);
  }

  private void decode(long[]... rows) throws UnavailableException {
    holdings.decode(bytes(rows), 0, rows.length * TaskFileProgram.ROW);
  }

  private static long[] row(long... fields) {
    return fields;
  }

  private static ByteBuffer bytes(long[]... rows) {
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.length * TaskFileProgram.ROW).order(ByteOrder.nativeOrder());
    for (long[] row : rows) {
      bytes.putInt((int) row[0]).putInt((int) row[1]).putInt((int) row[2]).putInt(0);
      bytes.putLong(row[3]).putLong(row[4]).putLong(row[5]);
    }
    return bytes;
  }
}
