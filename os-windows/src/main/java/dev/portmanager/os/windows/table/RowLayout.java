package dev.portmanager.os.windows.table;

import dev.portmanager.Protocol;
import dev.portmanager.os.windows.jna.IpHlpApi;
import java.util.OptionalInt;

/**
 * Where the fields of a row lie: iprtrmib.h and tcpmib.h, udpmib.h. A table begins with its number
 * of rows, 4 bytes; the rows follow at once, or where they have numbers of 64 bits, at the next
 * multiple of 8. Ports have their network byte order in the first two of four bytes; what the other
 * two hold is not defined.
 */
enum RowLayout {
  /** MIB_TCPROW_OWNER_MODULE: its modules, behind the time, are not looked at. */
  TCP4(Table.TCP_LISTENERS, IpHlpApi.AF_INET, 160, new Offsets(4, 8, 20, OptionalInt.of(24))),
  /** MIB_TCP6ROW_OWNER_MODULE. */
  TCP6(Table.TCP_LISTENERS, IpHlpApi.AF_INET6, 192, new Offsets(0, 20, 52, OptionalInt.of(56))),
  /** MIB_UDPROW_OWNER_MODULE. */
  UDP4(Table.UDP, IpHlpApi.AF_INET, 160, new Offsets(0, 4, 8, OptionalInt.of(16))),
  /** MIB_UDP6ROW_OWNER_MODULE. */
  UDP6(Table.UDP, IpHlpApi.AF_INET6, 176, new Offsets(0, 20, 24, OptionalInt.of(32))),
  /** MIB_TCPROW_OWNER_PID. */
  ANY_TCP4(Table.TCP_ALL, IpHlpApi.AF_INET, 24, new Offsets(4, 8, 20, OptionalInt.empty())),
  /** MIB_TCP6ROW_OWNER_PID. */
  ANY_TCP6(Table.TCP_ALL, IpHlpApi.AF_INET6, 56, new Offsets(0, 20, 52, OptionalInt.empty()));

  final Protocol protocol;
  final int tableClass;

  /** The bytes before the first row. */
  final int header;

  final int family;
  final int size;
  final int address;
  final int port;
  final int pid;

  /** When the socket was bound, FILETIME; the system may leave it 0. */
  final OptionalInt madeAt;

  /** Which table the system is asked for, in both families. */
  private enum Table {
    TCP_LISTENERS(Protocol.TCP, IpHlpApi.TCP_TABLE_OWNER_MODULE_LISTENER, 8),
    TCP_ALL(Protocol.TCP, IpHlpApi.TCP_TABLE_OWNER_PID_ALL, 4),
    UDP(Protocol.UDP, IpHlpApi.UDP_TABLE_OWNER_MODULE, 8);

    final Protocol protocol;
    final int tableClass;
    final int header;

    Table(Protocol protocol, int tableClass, int header) {
      this.protocol = protocol;
      this.tableClass = tableClass;
      this.header = header;
    }
  }

  /** Where the local address, the local port, the process id and the time lie in a row. */
  private record Offsets(int address, int port, int pid, OptionalInt madeAt) {}

  RowLayout(Table table, int family, int size, Offsets at) {
    this.protocol = table.protocol;
    this.tableClass = table.tableClass;
    this.header = table.header;
    this.family = family;
    this.size = size;
    this.address = at.address();
    this.port = at.port();
    this.pid = at.pid();
    this.madeAt = at.madeAt();
  }

  /** Tells whether its table has nothing but listeners. */
  boolean isOfListeners() {
    return tableClass != IpHlpApi.TCP_TABLE_OWNER_PID_ALL;
  }

  int addressLength() {
    return family == IpHlpApi.AF_INET ? 4 : 16;
  }
}
