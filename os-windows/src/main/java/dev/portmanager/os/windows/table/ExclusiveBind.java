package dev.portmanager.os.windows.table;

import dev.portmanager.os.windows.jna.IpHlpApi;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import dev.portmanager.os.windows.jna.WinSock2;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Binds ports as a server does that lets nobody share them: SO_EXCLUSIVEADDRUSE, on the wildcard
 * addresses, for a moment. Microsoft Learn, "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE": what a
 * socket has is then refused with WSAEADDRINUSE in each case. Safe for use by several threads.
 */
public final class ExclusiveBind {

  /** SOCKADDR_IN and SOCKADDR_IN6: family, port in network order, then zeros for the wildcard. */
  private static final int IPV4_ADDRESS_SIZE = 16;

  private static final int IPV6_ADDRESS_SIZE = 28;
  private static final int PORT = 2;

  private final Win32 win32;

  /**
   * Creates one; opens nothing yet.
   *
   * @param win32 the native libraries
   */
  public ExclusiveBind(Win32 win32) {
    this.win32 = win32;
  }

  /** What the system said. */
  public enum Result {
    /** It was bound, and is free again. */
    BOUND,
    /** A socket has it. */
    IN_USE,
    /** No socket may have it. */
    EXCLUDED
  }

  /** A socket, closed with it. */
  private record Socket(WinSock2 api, Kernel32 kernel32, long handle) implements AutoCloseable {

    @Override
    public void close() {
      if (api.closesocket(handle) != 0) {
        throw WinError.last(kernel32, "closesocket", "a socket that tried a port");
      }
    }
  }

  /**
   * Tries a port on both families.
   *
   * @param port 1 to 65535
   * @return what the system said, the first refusal if there is one
   * @throws dev.portmanager.NativeCallException if it said something else, or no socket can be made
   */
  public Result attempt(int port) {
    WinSock2 api = win32.winSock2().get();
    int code = api.WSAStartup(WinSock2.VERSION_2_2, new byte[WinSock2.WSADATA_SIZE]);
    if (code != 0) {
      throw WinError.failure(win32.kernel32().get(), "WSAStartup", code, "port " + port);
    }
    try {
      Result ipv4 = attempt(api, IpHlpApi.AF_INET, port);
      return ipv4 == Result.BOUND ? attempt(api, IpHlpApi.AF_INET6, port) : ipv4;
    } finally {
      api.WSACleanup();
    }
  }

  private Result attempt(WinSock2 api, int family, int port) {
    long handle =
        api.WSASocketW(
            family,
            WinSock2.SOCK_STREAM,
            WinSock2.IPPROTO_TCP,
            0,
            0,
            WinSock2.WSA_FLAG_NO_HANDLE_INHERIT);
    if (handle == WinSock2.INVALID_SOCKET) {
      int code = win32.kernel32().get().GetLastError();
      if (code == WinSock2.WSAEAFNOSUPPORT && family == IpHlpApi.AF_INET6) {
        return Result.BOUND; // nothing refuses what does not exist
      }
      throw WinError.failure(win32.kernel32().get(), "WSASocket", code, "port " + port);
    }
    try (Socket socket = new Socket(api, win32.kernel32().get(), handle)) {
      return bind(socket, family, port);
    }
  }

  private Result bind(Socket socket, int family, int port) {
    WinSock2 api = socket.api();
    int[] on = {1};
    if (api.setsockopt(
            socket.handle(), WinSock2.SOL_SOCKET, WinSock2.SO_EXCLUSIVEADDRUSE, on, Integer.BYTES)
        != 0) {
      throw WinError.last(win32.kernel32().get(), "setsockopt", "port " + port);
    }
    byte[] address = wildcard(family, port);
    if (api.bind(socket.handle(), address, address.length) == 0) {
      return Result.BOUND;
    }
    int code = win32.kernel32().get().GetLastError();
    return switch (code) {
      case WinSock2.WSAEACCES -> Result.EXCLUDED;
      case WinSock2.WSAEADDRINUSE -> Result.IN_USE;
      default -> throw WinError.failure(win32.kernel32().get(), "bind", code, "port " + port);
    };
  }

  static byte[] wildcard(int family, int port) {
    int size = family == IpHlpApi.AF_INET ? IPV4_ADDRESS_SIZE : IPV6_ADDRESS_SIZE;
    ByteBuffer address = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    address.putShort(0, (short) family);
    address.order(ByteOrder.BIG_ENDIAN).putShort(PORT, (short) port);
    return address.array();
  }
}
