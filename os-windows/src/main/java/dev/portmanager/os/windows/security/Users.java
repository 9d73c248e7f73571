package dev.portmanager.os.windows.security;

import com.sun.jna.Memory;
import dev.portmanager.os.windows.jna.Advapi32;
import dev.portmanager.os.windows.jna.WideText;
import dev.portmanager.os.windows.jna.Win32;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Users of processes, and their names. Safe for use by several threads. */
public final class Users {

  /** The largest TOKEN_USER: a pointer, attributes and an identifier of 68 bytes. */
  private static final int TOKEN_USER_SIZE = 128;

  private final Win32 win32;
  private final Map<Sid, String> names = new ConcurrentHashMap<>();

  /**
   * Creates a reader.
   *
   * @param win32 the native libraries
   */
  public Users(Win32 win32) {
    this.win32 = win32;
  }

  /**
   * Returns the user that a process runs as.
   *
   * @param process a handle with PROCESS_QUERY_LIMITED_INFORMATION
   * @return the user; empty if its token may not be read
   */
  public Optional<Sid> of(long process) {
    Advapi32 api = win32.advapi32().get();
    long[] token = new long[1];
    if (!api.OpenProcessToken(process, Advapi32.TOKEN_QUERY, token)) {
      return Optional.empty();
    }
    try (Memory buffer = new Memory(TOKEN_USER_SIZE)) {
      int[] length = new int[1];
      if (!api.GetTokenInformation(
          token[0], Advapi32.TOKEN_USER, buffer, TOKEN_USER_SIZE, length)) {
        return Optional.empty();
      }
      ByteBuffer bytes = buffer.getByteBuffer(0, TOKEN_USER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
      long offset = bytes.getLong(0) - com.sun.jna.Pointer.nativeValue(buffer);
      return Optional.of(Sid.decode(bytes, Math.toIntExact(offset)));
    } finally {
      win32.kernel32().get().CloseHandle(token[0]);
    }
  }

  /**
   * Tells whether a process runs with the full rights of an administrator.
   *
   * @param process a handle with PROCESS_QUERY_LIMITED_INFORMATION
   * @return true if so; false if not, or if its token may not be read
   */
  public boolean isElevated(long process) {
    Advapi32 api = win32.advapi32().get();
    long[] token = new long[1];
    if (!api.OpenProcessToken(process, Advapi32.TOKEN_QUERY, token)) {
      return false;
    }
    try (Memory buffer = new Memory(4)) {
      buffer.clear();
      int[] length = new int[1];
      return api.GetTokenInformation(token[0], Advapi32.TOKEN_ELEVATION, buffer, 4, length)
          && buffer.getInt(0) != 0;
    } finally {
      win32.kernel32().get().CloseHandle(token[0]);
    }
  }

  /**
   * Returns the name of a user.
   *
   * @param user the user
   * @return such as {@code DESKTOP\anna}; the identifier itself where it has none
   */
  public String name(Sid user) {
    return names.computeIfAbsent(user, this::lookUp);
  }

  private String lookUp(Sid user) {
    byte[] sid = user.encode();
    if (sid.length == 0) {
      return user.text();
    }
    char[] name = new char[256];
    char[] domain = new char[256];
    int[] nameLength = {name.length};
    int[] domainLength = {domain.length};
    boolean known =
        win32
            .advapi32()
            .get()
            .LookupAccountSidW(null, sid, name, nameLength, domain, domainLength, new int[1]);
    if (!known) {
      return user.text();
    }
    String prefix = WideText.read(domain);
    return (prefix.isEmpty() ? "" : prefix + "\\") + WideText.read(name);
  }
}
