package dev.portmanager.os.windows.jna;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/** iphlpapi.dll, see Microsoft Learn under each name. Both return 0 or an error number. */
public interface IpHlpApi extends Library {

  /** iprtrmib.h: MIB_TCPTABLE_OWNER_MODULE, sockets that listen. */
  int TCP_TABLE_OWNER_MODULE_LISTENER = 6;

  /** iprtrmib.h: every socket, whatever its state. */
  int TCP_TABLE_OWNER_PID_ALL = 5;

  /** iprtrmib.h: MIB_UDPTABLE_OWNER_MODULE. */
  int UDP_TABLE_OWNER_MODULE = 2;

  /** winsock2.h. */
  int AF_INET = 2;

  /** winsock2.h. */
  int AF_INET6 = 23;

  int GetExtendedTcpTable(
      Pointer table, int[] size, boolean order, int family, int tableClass, int reserved);

  int GetExtendedUdpTable(
      Pointer table, int[] size, boolean order, int family, int tableClass, int reserved);

  int GetCurrentThreadCompartmentId();
}
