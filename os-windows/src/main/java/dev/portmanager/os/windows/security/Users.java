package dev.portmanager.os.windows.security;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.portmanager.NativeCallException;
import dev.portmanager.os.windows.jna.Advapi32;
import dev.portmanager.os.windows.jna.Handle;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.WideText;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import dev.portmanager.os.windows.table.MalformedTableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Users of processes, and their names. Safe for use by several threads. */
public final class Users {

  /** The largest TOKEN_USER: a pointer, attributes and an identifier of 68 bytes. */
  private static final int TOKEN_USER_SIZE = 128;

  private static final System.Logger LOG = System.getLogger(Users.class.getName());

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
   * @return the user
   * @throws NativeCallException if its token may not be read
   */
  public Sid of(long process) {
    try (Handle token = token(process);
        Memory buffer = new Memory(TOKEN_USER_SIZE)) {
      read(token, Advapi32.TOKEN_USER, buffer);
      return user(buffer.getByteBuffer(0, TOKEN_USER_SIZE), Pointer.nativeValue(buffer));
    }
  }

  /**
   * Decodes a TOKEN_USER (winnt.h): the address of an identifier, which lies behind it.
   *
   * @throws MalformedTableException if the bytes end before the identifier does
   */
  static Sid user(ByteBuffer bytes, long address) {
    if (bytes.capacity() < Long.BYTES) {
      throw new MalformedTableException("a token's user", "it has " + bytes.capacity() + " bytes");
    }
    long at = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong(0) - address;
    if (at < Long.BYTES || at > bytes.capacity()) {
      throw new MalformedTableException(
          "a token's user", "it would lie at " + at + " of " + bytes.capacity());
    }
    return Sid.decode(bytes, (int) at);
  }

  /**
   * Tells whether a process runs with the full rights of an administrator.
   *
   * @param process a handle with PROCESS_QUERY_LIMITED_INFORMATION
   * @return true if so
   * @throws NativeCallException if its token may not be read
   */
  public boolean isElevated(long process) {
    try (Handle token = token(process);
        Memory buffer = new Memory(Integer.BYTES)) {
      read(token, Advapi32.TOKEN_ELEVATION, buffer);
      return buffer.getInt(0) != 0;
    }
  }

  private Handle token(long process) {
    Kernel32 kernel32 = win32.kernel32().get();
    long[] token = new long[1];
    if (!win32.advapi32().get().OpenProcessToken(process, Advapi32.TOKEN_QUERY, token)) {
      throw WinError.last(kernel32, "OpenProcessToken", "the user of a process");
    }
    return new Handle(kernel32, token[0], "a token");
  }

  private void read(Handle token, int what, Memory into) {
    into.clear();
    Advapi32 api = win32.advapi32().get();
    if (!api.GetTokenInformation(token.value(), what, into, (int) into.size(), new int[1])) {
      throw WinError.last(win32.kernel32().get(), "GetTokenInformation", "class " + what);
    }
  }

  /**
   * Returns the name of a user.
   *
   * @param user the user
   * @return such as {@code DESKTOP\anna}; the identifier itself where it has none, or where nobody
   *     can be asked now
   */
  public String name(Sid user) {
    String known = names.get(user);
    return known == null ? lookUp(user) : known;
  }

  private String lookUp(Sid user) {
    byte[] sid = user.encode();
    if (sid.length == 0) {
      return user.text();
    }
    char[] name = new char[256];
    char[] domain = new char[256];
    boolean found =
        win32
            .advapi32()
            .get()
            .LookupAccountSidW(
                null,
                sid,
                name,
                new int[] {name.length},
                domain,
                new int[] {domain.length},
                new int[1]);
    if (!found) {
      return nameless(user);
    }
    String prefix = WideText.read(domain);
    String text = (prefix.isEmpty() ? "" : prefix + "\\") + WideText.read(name);
    names.put(user, text);
    return text;
  }

  /** A domain that does not answer now may do so later: only what has no name is remembered. */
  private String nameless(Sid user) {
    NativeCallException failure =
        WinError.last(win32.kernel32().get(), "LookupAccountSid", user.text());
    if (failure.code() == WinError.NONE_MAPPED) {
      names.put(user, user.text());
    } else {
      LOG.log(System.Logger.Level.DEBUG, "a user is shown by identifier", failure);
    }
    return user.text();
  }
}
