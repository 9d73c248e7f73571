package dev.portmanager.os.windows.table;

import dev.portmanager.Protocol;
import java.net.InetAddress;

/**
 * One socket that listens.
 *
 * @param protocol its protocol
 * @param address its local address; IPv4 even where the socket is an IPv6 one that serves IPv4
 * @param port its local port
 * @param pid the process that made it, by the system's account; 0 if that is not known
 */
public record SocketRow(Protocol protocol, InetAddress address, int port, long pid) {}
