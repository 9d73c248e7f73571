package dev.portmanager.os.linux.netlink;

import dev.portmanager.Protocol;
import java.net.InetSocketAddress;

/**
 * One listening socket as the kernel lists it.
 *
 * @param protocol its protocol
 * @param address the local address
 * @param inode what names it in this network namespace; 0 if no process ever had a descriptor of it
 *     or the last one is closed
 * @param userId the effective user that created it; often, not always, the one who holds it
 * @param groupId the control group that its maker was in; 0 if that is not told
 */
public record SocketRow(
    Protocol protocol, InetSocketAddress address, long inode, long userId, long groupId) {

  /** Creates a row of a socket of which the control group is not told. */
  public SocketRow(Protocol protocol, InetSocketAddress address, long inode, long userId) {
    this(protocol, address, inode, userId, 0);
  }
}
