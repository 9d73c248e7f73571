package dev.portmanager.os.linux.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the running kernel keeps things. */
final class RunningTypes {

  private RunningTypes() {}

  static KernelLayout layout() throws UnavailableException {
    try {
      return KernelLayout.of(Btf.parse(Files.readAllBytes(Path.of(RunningKernel.TYPES))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
