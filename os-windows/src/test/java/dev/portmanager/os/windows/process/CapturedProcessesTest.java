package dev.portmanager.os.windows.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.portmanager.os.windows.table.MalformedTableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The processes of a small Windows under Wine 10, stored by TableCapture. */
class CapturedProcessesTest {

  private static byte[] captured() throws IOException {
    try (InputStream bytes = CapturedProcessesTest.class.getResourceAsStream("processes.bin")) {
      return bytes.readAllBytes();
    }
  }

  private static List<ProcessEntry> decode(byte[] captured) {
    ByteBuffer bytes = ByteBuffer.wrap(captured).order(ByteOrder.LITTLE_ENDIAN);
    return ProcessDecoder.decode(
        bytes.slice(Long.BYTES, captured.length - Long.BYTES), bytes.getLong(0));
  }

  @Test
  void everyProcessHasItsPidNameAndMoment() throws IOException {
    List<ProcessEntry> entries = decode(captured());
    assertThat(entries)
        .filteredOn(entry -> entry.name().equals("java.exe"))
        .singleElement()
        .satisfies(java -> assertThat(java.pid()).isEqualTo(32));
    assertThat(entries).extracting(ProcessEntry::name).contains("services.exe", "explorer.exe");
    assertThat(entries).extracting(ProcessEntry::pid).doesNotHaveDuplicates();
    assertThat(entries)
        .allSatisfy(
            entry ->
                assertThat(ProcessEntry.instant(entry.createdAt()))
                    .isBetween("2026-11-25T03:06:00Z", "2026-11-25T03:08:00Z"));
  }

  @Test
  void childrenAreFoundByTheirParent() throws IOException {
    ProcessSnapshot snapshot = new ProcessSnapshot(decode(captured()));
    List<ProcessEntry> all = decode(captured());
    ProcessEntry services =
        all.stream().filter(entry -> entry.name().equals("services.exe")).findFirst().get();
    assertThat(snapshot.childrenOf(services)).isNotEmpty();
  }

  @Test
  void listCutShortIsRefusedOrLosesNoName() throws IOException {
    byte[] whole = captured();
    for (int length = Long.BYTES; length < whole.length - 256; length += 16) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(MalformedTableException.class).isThrownBy(() -> decode(cut));
    }
  }
}
