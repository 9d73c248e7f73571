package dev.portmanager.reliability.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What is fuzzed. */
enum Target {
  NETLINK("netlink", "dev.portmanager.os.linux.netlink.NetlinkFuzz"),
  DIRENTS("dirents", "dev.portmanager.os.linux.procfs.DirentsFuzz"),
  PROC_TEXT("proc-text", "dev.portmanager.os.linux.procfs.ProcTextFuzz"),
  PROCESS("process", "dev.portmanager.os.linux.procfs.ProcessFuzz"),
  BTF("btf", "dev.portmanager.os.linux.bpf.BtfFuzz"),
  REGISTER("register", "dev.portmanager.core.registry.RegisterFuzz"),
  SLOTS("slots", "dev.portmanager.core.registry.SlotsFuzz"),
  MIB_TABLE("mib-table", "dev.portmanager.os.windows.table.MibTableFuzz"),
  PROCESS_LIST("process-list", "dev.portmanager.os.windows.process.ProcessListFuzz"),
  DESCRIPTOR("descriptor", "dev.portmanager.os.windows.security.DescriptorFuzz"),
  XNU("xnu", "dev.portmanager.os.macos.libproc.XnuFuzz"),
  ARGUMENTS("arguments", "dev.portmanager.cli.ArgumentsFuzz"),
  OUTPUT("output", "dev.portmanager.cli.OutputFuzz");

  private final String folder;
  private final String className;

  Target(String folder, String className) {
    this.folder = folder;
    this.className = className;
  }

  /** The class that the fuzzer is to call. */
  String className() {
    return className;
  }

  /** The folder of its seeds, and of what was found with it and mended. */
  Path seeds() {
    try {
      URL resource = Target.class.getResource("/fuzz/" + folder);
      URI uri = Objects.requireNonNull(resource, "no seeds in fuzz/" + folder).toURI();
      return Path.of(uri);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Path> seedFiles() {
    try (Stream<Path> files = Files.list(seeds())) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Decodes one input as the fuzzer would. */
  void run(byte[] input) throws Throwable {
    MethodHandle target =
        MethodHandles.lookup()
            .findStatic(
                Class.forName(className),
                "fuzzerTestOneInput",
                MethodType.methodType(void.class, byte[].class));
    target.invoke(input);
  }

  @Override
  public String toString() {
    return folder;
  }
}
