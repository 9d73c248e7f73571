package dev.portmanager.os.windows.jna;

import com.sun.jna.Library;

/**
 * ws2_32.dll, see Microsoft Learn under each name. A failure's number is the thread's last error
 * ("WSAGetLastError" is the same as "GetLastError").
 */
public interface WinSock2 extends Library {

  /** winsock2.h: version 2.2, as WSAStartup takes it. */
  short VERSION_2_2 = 0x0202;

  /** winsock2.h: WSADATA of 64-bit Windows. */
  int WSADATA_SIZE = 408;

  /** winsock2.h. */
  int SOCK_STREAM = 1;

  /** ws2def.h. */
  int IPPROTO_TCP = 6;

  /** winsock2.h: no child gets the socket. */
  int WSA_FLAG_NO_HANDLE_INHERIT = 0x80;

  /** winsock2.h. */
  long INVALID_SOCKET = -1;

  /** winsock2.h. */
  int SOL_SOCKET = 0xFFFF;

  /** winsock2.h: the complement of SO_REUSEADDR. */
  int SO_EXCLUSIVEADDRUSE = ~0x0004;

  /** winerror.h: the address is kept for somebody else. */
  int WSAEACCES = 10_013;

  /** winerror.h: the system has no such family of addresses. */
  int WSAEAFNOSUPPORT = 10_047;

  /** winerror.h. */
  int WSAEADDRINUSE = 10_048;

  int WSAStartup(short version, byte[] data);

  int WSACleanup();

  long WSASocketW(int family, int type, int protocol, long info, int group, int flags);

  int setsockopt(long socket, int level, int option, int[] value, int length);

  int bind(long socket, byte[] address, int length);

  int closesocket(long socket);
}
