package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.Visibility;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The kernel that this process runs on.
 *
 * @param proc where to read of this process
 * @param types where the kernel describes its types
 * @param visibility what this process sees of others
 * @param agreement what it must agree with
 */
record RunningKernel(ProcFs proc, Path types, Supplier<Visibility> visibility, Agreement agreement)
    implements KernelSource {

  /** Where the kernel describes its types, if it was built so: CONFIG_DEBUG_INFO_BTF. */
  static final String TYPES = "/sys/kernel/btf/vmlinux";

  /** No kernel's description is near as long. */
  private static final int LONGEST = 1 << 26;

  @Override
  public KernelWalk load() throws UnavailableException {
    new KernelRights(proc, visibility.get()).require();
    BpfCalls calls = BpfSystemCall.of(System.getProperty("os.arch", ""));
    KernelWalk walk = KernelWalk.load(calls, KernelLayout.of(Btf.parse(description())));
    boolean right = false;
    try {
      new SelfCheck(walk, proc).require();
      right = true;
      return walk;
    } finally {
      if (!right) {
        walk.close();
      }
    }
  }

  private byte[] description() throws UnavailableException {
    File file = types.toFile(); // a stream of it reads everything at once, those of Files do not
    try (InputStream in = new FileInputStream(file)) {
      byte[] bytes = new byte[(int) Math.min(file.length(), LONGEST)];
      int length = in.readNBytes(bytes, 0, bytes.length);
      return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    } catch (IOException e) {
      String reason = "the kernel does not describe its types in " + types + " (" + e + ")";
      // What is there and may be read could not be opened or held: Java tells no error number.
      throw file.canRead() ? new Shortage(reason) : new UnavailableException(reason);
    }
  }

  @Override
  public void check(KernelWalk walk) throws UnavailableException {
    agreement.require(walk);
  }
}
