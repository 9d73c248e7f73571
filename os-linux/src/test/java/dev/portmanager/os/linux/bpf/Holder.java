package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.Protocol;
import dev.portmanager.os.linux.Machine;
import dev.portmanager.os.linux.netlink.SocketDumps;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.spi.ListenerQuery;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A child that listens on one port, in a way of its own; ended when this is closed. */
record Holder(Process process, LongSet inodes) implements AutoCloseable {

  /**
   * Starts it, and waits until it listens.
   *
   * @param folder where to compile it
   * @param program its source, which prints the port
   * @param way its argument
   */
  static Holder start(Path folder, String program, String way) throws Exception {
    Process process = new ProcessBuilder(Machine.compile(folder, program).toString(), way).start();
    int port = Integer.parseInt(process.inputReader(StandardCharsets.US_ASCII).readLine());
    List<Long> inodes =
        new SocketDumps()
            .listeners(ListenerQuery.ofPort(port, Protocol.TCP), Protocol.TCP).stream()
                .map(row -> row.inode())
                .toList();
    assertThat(inodes).hasSize(1);
    return new Holder(process, new LongSet(inodes.get(0)));
  }

  int pid() {
    return (int) process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
