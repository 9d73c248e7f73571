package dev.portmanager.os.macos.listen;

import dev.portmanager.Protocol;
import java.net.InetSocketAddress;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A listening socket, with the processes that hold it.
 *
 * @param protocol its protocol
 * @param address its local address
 * @param pids the holders, in order
 */
record FoundSocket(Protocol protocol, InetSocketAddress address, SortedSet<Integer> pids) {

  FoundSocket(Protocol protocol, InetSocketAddress address) {
    this(protocol, address, new TreeSet<>());
  }
}
