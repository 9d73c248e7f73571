package dev.portmanager.os.linux.procfs;

import dev.portmanager.ProcessInfo;
import dev.portmanager.reliability.fuzz.Bytes;
import dev.portmanager.reliability.fuzz.Harmless;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of one process together, in a folder of ordinary files in the place of /proc. */
public final class ProcessFuzz {

  private static final Path ROOT = root();

  /** In this order, each ended by the ASCII character that separates records. */
  private static final String[] FILES = {
    "self/auxv", "uptime", "7/stat", "7/cmdline", "7/cgroup", "7/status"
  };

  private static final String SEPARATOR = "\u001e";

  private ProcessFuzz() {}

  private static Path root() {
    try {
      Path root = Files.createTempDirectory("fuzz-proc");
      Files.createDirectories(root.resolve("self"));
      Files.createDirectories(root.resolve("7"));
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    String[] parts = new String(input, StandardCharsets.ISO_8859_1).split(SEPARATOR, FILES.length);
    for (int i = 0; i < FILES.length; i++) {
      String part = i < parts.length ? parts[i] : "";
      Files.write(ROOT.resolve(FILES[i]), part.getBytes(StandardCharsets.ISO_8859_1));
    }
    ProcFs proc = new ProcFs(ROOT);
    try {
      Optional<ProcessInfo> process = new ProcessReader(proc, Long::toString).read(7);
      process.ifPresent(ProcessFuzz::check);
    } catch (MalformedProcFileException e) {
      Harmless.requireMessage(e);
    }
  }

  private static void check(ProcessInfo process) {
    Bytes.require(process.pid() == 7, "another process: " + process);
    Bytes.require(process.parentPid().orElse(1) > 0, "a parent of " + process.parentPid());
    Bytes.require(process.commandLine().orElse("").length() <= 4_096, "a long command line");
  }
}
