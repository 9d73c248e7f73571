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
 * @param userId who made it
 * @param pids the holders, in order
 */
record FoundSocket(
    Protocol protocol, InetSocketAddress address, long userId, SortedSet<Integer> pids) {

  FoundSocket(Protocol protocol, InetSocketAddress address, long userId) {
    this(protocol, address, userId, new TreeSet<>());
  }
}
