package dev.portmanager.os.windows.table;

import dev.portmanager.Protocol;
import dev.portmanager.os.windows.jna.IpHlpApi;

/**
 * Where the fields of a row lie: iprtrmib.h and tcpmib.h, udpmib.h (MIB_TCPROW_OWNER_PID and its
 * like). Behind a table's number of rows, 4 bytes, the rows follow at once. Ports have their
 * network byte order in the first two of four bytes; what the other two hold is not defined.
 */
enum RowLayout {
  /** MIB_TCPROW_OWNER_PID. */
  TCP4(Protocol.TCP, IpHlpApi.AF_INET, 24, new Offsets(4, 8, 20)),
  /** MIB_TCP6ROW_OWNER_PID. */
  TCP6(Protocol.TCP, IpHlpApi.AF_INET6, 56, new Offsets(0, 20, 52)),
  /** MIB_UDPROW_OWNER_PID. */
  UDP4(Protocol.UDP, IpHlpApi.AF_INET, 12, new Offsets(0, 4, 8)),
  /** MIB_UDP6ROW_OWNER_PID. */
  UDP6(Protocol.UDP, IpHlpApi.AF_INET6, 28, new Offsets(0, 20, 24));

  /** The bytes before the first row. */
  static final int HEADER = 4;

  final Protocol protocol;
  final int family;
  final int size;
  final int address;
  final int port;
  final int pid;

  /** Where the local address, the local port and the process id lie in a row. */
  private record Offsets(int address, int port, int pid) {}

  RowLayout(Protocol protocol, int family, int size, Offsets at) {
    this.protocol = protocol;
    this.family = family;
    this.size = size;
    this.address = at.address();
    this.port = at.port();
    this.pid = at.pid();
  }

  int addressLength() {
    return family == IpHlpApi.AF_INET ? 4 : 16;
  }
}
