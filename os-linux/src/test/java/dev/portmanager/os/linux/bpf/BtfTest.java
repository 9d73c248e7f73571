package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BtfTest {

  private static final Path RUNNING = Path.of("/sys/kernel/btf/vmlinux");
  private static final int ROUNDS = 20_000;

  @Test
  void layout_findsEachPlace_throughUnnamedParts_typedefs_andStructuresOfTheSameName()
      throws Exception {
    assertThat(KernelLayout.of(Btf.parse(BtfBlob.kernel("f_ref"))))
        .isEqualTo(
            new KernelLayout(
                16, 0, 8, 16, 24, 0, 112, 108, 176, 32, 40, 0, 64, 48, 96, 0, Optional.empty()));
  }

  @Test
  void layoutOfTables_isFound_whereTheKernelHasWhatItTakes() throws Exception {
    assertThat(KernelLayout.of(Btf.parse(BtfBlob.kernelWithTables())).tables())
        .contains(
            new TableLayout(
                20, 21, 11, 8, 24, 9, 8, 0, 8, 44, 184, 32, 0, 8, 24, Optional.empty()));
  }

  @Test
  void whatGoesThroughThreads_isFound_whereTheKernelHasIt() throws Exception {
    assertThat(KernelLayout.of(Btf.parse(BtfBlob.kernelWithThreads())).tables().orElseThrow())
        .extracting(TableLayout::threads)
        .isEqualTo(Optional.of(new ThreadIterator(22, 23, 24)));
  }

  @Test
  void olderKernel_countsOneReferenceMore() throws Exception {
    assertThat(KernelLayout.of(Btf.parse(BtfBlob.kernel("f_count"))).uncounted()).isEqualTo(1);
  }

  @Test
  void missingField_isNamed() {
    assertThatThrownBy(() -> KernelLayout.of(Btf.parse(BtfBlob.kernel("f_other"))))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("file has no field f_count");
  }

  @Test
  void kernelWithoutTheIterator_isSaidToHaveNone() {
    BtfBlob blob = new BtfBlob();
    blob.type(BtfBlob.INT, "int", 4);
    assertThatThrownBy(() -> KernelLayout.of(Btf.parse(blob.bytes())))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("no function bpf_iter_task_file");
  }

  @Test
  void fieldOfAnotherSize_isRefused() throws Exception {
    BtfBlob blob = new BtfBlob();
    int narrow = blob.type(BtfBlob.INT, "unsigned int", 4);
    blob.struct(BtfBlob.STRUCT, "inode", 8, new BtfBlob.Field("i_ino", narrow, 0));
    Btf btf = Btf.parse(blob.bytes());
    assertThatThrownBy(() -> btf.offset("inode", "i_ino", 8))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("i_ino takes 4 bytes");
    assertThat(btf.offset("inode", "i_ino", 4)).hasValue(0);
    assertThat(btf.offset("inode", "i_mode", 2)).isEmpty();
  }

  @Test
  void structureThatContainsItself_ends() throws Exception {
    BtfBlob blob = new BtfBlob();
    BtfBlob.Field[] selves = new BtfBlob.Field[100];
    Arrays.fill(selves, new BtfBlob.Field("", 1, 0));
    blob.struct(BtfBlob.STRUCT, "file", 8, selves);
    Btf btf = Btf.parse(blob.bytes());
    assertThatThrownBy(() -> btf.offset("file", "f_ref", 8))
        .isInstanceOf(MalformedBtfException.class);
  }

  @Test
  void unnamedPartBeforeItsStructure_isRefused() throws Exception {
    BtfBlob blob = new BtfBlob();
    int u64 = blob.type(BtfBlob.INT, "unsigned long", 8);
    int inner = blob.struct(BtfBlob.STRUCT, "", 8, new BtfBlob.Field("f_ref", u64, 64));
    blob.struct(BtfBlob.STRUCT, "file", 8, new BtfBlob.Field("", inner, -1024));
    Btf btf = Btf.parse(blob.bytes());
    assertThatThrownBy(() -> btf.offset("file", "f_ref", 8))
        .isInstanceOf(MalformedBtfException.class);
  }

  @Test
  void typedefOfItself_ends() throws Exception {
    BtfBlob blob = new BtfBlob();
    int self = blob.type(BtfBlob.TYPEDEF, "t", 1);
    blob.struct(BtfBlob.STRUCT, "file", 8, new BtfBlob.Field("f_ref", self, 0));
    Btf btf = Btf.parse(blob.bytes());
    assertThatThrownBy(() -> btf.offset("file", "f_ref", 8))
        .isInstanceOf(MalformedBtfException.class);
  }

  @Test
  void everyBeginning_isAnException_andNeverAnotherOne() {
    byte[] whole = BtfBlob.kernel("f_ref");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> KernelLayout.of(Btf.parse(cut)))
          .as("the first %d bytes", length)
          .isInstanceOf(MalformedBtfException.class);
    }
  }

  @Test
  void anyBytes_areParsed_orRefused() {
    Random random = new Random(20_261);
    byte[] whole = BtfBlob.kernel("f_ref");
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = whole.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThatCode(() -> parse(bytes)).as("round %d", round).doesNotThrowAnyException();
      byte[] noise = new byte[random.nextInt(400)];
      random.nextBytes(noise);
      assertThatThrownBy(() -> Btf.parse(noise)).isInstanceOf(MalformedBtfException.class);
    }
  }

  private static void parse(byte[] bytes) {
    try {
      KernelLayout.of(Btf.parse(bytes));
    } catch (UnavailableException e) {
      assertThat(e.reason()).isNotBlank();
    }
  }

  @Test
  void runningKernel_isUnderstood_andCutOffAnywhere_isRefused() throws Exception {
    byte[] whole = running();
    KernelLayout layout = KernelLayout.of(Btf.parse(whole));
    assertThat(layout.contextTask()).isEqualTo(8);
    assertThat(layout.contextFile()).isEqualTo(24);
    assertThat(layout.iterator()).isPositive();
    for (int part = 0; part < 16; part++) {
      byte[] cut = Arrays.copyOf(whole, (int) (whole.length / 16L * part));
      assertThatThrownBy(() -> Btf.parse(cut)).isInstanceOf(MalformedBtfException.class);
    }
  }

  private static byte[] running() throws IOException {
    assumeTrue(Files.isReadable(RUNNING), "needs a kernel that describes its types");
    return Files.readAllBytes(RUNNING);
  }
}
