package dev.portmanager.os.macos.listen;

import dev.portmanager.Protocol;
import dev.portmanager.os.macos.libproc.Failures;
import dev.portmanager.os.macos.libproc.Libproc;
import dev.portmanager.os.macos.libproc.ScanMemory;
import dev.portmanager.os.macos.libproc.SocketInfo;
import dev.portmanager.spi.ListenerQuery;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks into processes for listening sockets: one call for the list of processes, one for each
 * process, one for each socket, whatever the number of ports. No object for a descriptor, only for
 * a listener that is asked for. To be used once, by one thread.
 */
final class OwnerScan {

  private final ListenerQuery query;
  private final boolean tcp;
  private final boolean udp;
  private final Failures processFailures = new Failures();
  private final Failures socketFailures = new Failures();
  private final Map<Long, FoundSocket> shared = new HashMap<>();
  private final List<FoundSocket> found = new ArrayList<>();
  private int processes;

  OwnerScan(ListenerQuery query) {
    this.query = query;
    this.tcp = query.protocols().contains(Protocol.TCP);
    this.udp = query.protocols().contains(Protocol.UDP);
  }

  /** Looks into every process. */
  OwnerScan all() {
    try (ScanMemory memory = ScanMemory.borrow()) {
      Libproc libproc = new Libproc(memory);
      int count = libproc.listAll();
      for (int i = 0; i < count; i++) {
        int pid = libproc.pid(i);
        // 0 is the kernel itself, which has no descriptors.
        if (pid > 0) {
          look(libproc, pid);
        }
      }
    }
    return this;
  }

  /** Looks into one process. */
  OwnerScan of(int pid) {
    try (ScanMemory memory = ScanMemory.borrow()) {
      look(new Libproc(memory), pid);
    }
    return this;
  }

  private void look(Libproc libproc, int pid) {
    processes++;
    int descriptors = libproc.listDescriptors(pid);
    if (descriptors < 0) {
      processFailures.add(libproc.lastError());
      return;
    }
    for (int i = 0; i < descriptors; i++) {
      if (libproc.isSocket(i)) {
        if (libproc.readSocket(pid, libproc.descriptor(i))) {
          take(libproc.struct(), pid);
        } else {
          // Closed since the list was made, or its process has ended: it holds no port.
          socketFailures.add(libproc.lastError());
        }
      }
    }
  }

  private void take(ByteBuffer info, int pid) {
    if (tcp) {
      take(info, pid, Protocol.TCP);
    }
    if (udp) {
      take(info, pid, Protocol.UDP);
    }
  }

  private void take(ByteBuffer info, int pid, Protocol protocol) {
    int port = SocketInfo.listeningPort(info, protocol);
    if (port == SocketInfo.NONE || !query.matches(protocol, port)) {
      return;
    }
    long socket = SocketInfo.socket(info);
    FoundSocket known = shared.get(socket);
    if (known == null) {
      known = new FoundSocket(protocol, SocketInfo.address(info, port));
      found.add(known);
      if (socket != 0) {
        shared.put(socket, known);
      }
    }
    known.pids().add(pid);
  }

  List<FoundSocket> found() {
    return found;
  }

  /** How many processes were looked into, or refused it. */
  int processes() {
    return processes;
  }

  /** How many of them refused. */
  int refused() {
    return processFailures.refused();
  }

  /** What could not be read, by error number: of processes. */
  Failures processFailures() {
    return processFailures;
  }

  /** The same of sockets. */
  Failures socketFailures() {
    return socketFailures;
  }
}
