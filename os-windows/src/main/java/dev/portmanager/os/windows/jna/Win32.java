package dev.portmanager.os.windows.jna;

import com.sun.jna.Library;
import com.sun.jna.Native;
import dev.portmanager.PortManagerException;
import java.util.function.Supplier;

/**
 * The native libraries, each loaded at its first use. Safe for use by several threads.
 *
 * @param kernel32 kernel32.dll
 * @param ipHlpApi iphlpapi.dll
 * @param advapi32 advapi32.dll
 * @param ntDll ntdll.dll
 * @param user32 user32.dll, which makes a thread a user of the desktop: for asking windows only
 * @param winSock2 ws2_32.dll
 */
public record Win32(
    Supplier<Kernel32> kernel32,
    Supplier<IpHlpApi> ipHlpApi,
    Supplier<Advapi32> advapi32,
    Supplier<NtDll> ntDll,
    Supplier<User32> user32,
    Supplier<WinSock2> winSock2) {

  /**
   * Returns the real libraries.
   *
   * @return a new value; loads nothing
   */
  public static Win32 real() {
    return new Win32(
        once("kernel32", Kernel32.class),
        once("iphlpapi", IpHlpApi.class),
        once("advapi32", Advapi32.class),
        once("ntdll", NtDll.class),
        once("user32", User32.class),
        once("ws2_32", WinSock2.class));
  }

  private static <T extends Library> Supplier<T> once(String name, Class<T> type) {
    return new Loaded<>(name, type);
  }

  /** Loads a library at the first use; if that fails, the next use tries again. */
  private static final class Loaded<T extends Library> implements Supplier<T> {
    private final String name;
    private final Class<T> type;
    private volatile @org.jspecify.annotations.Nullable T library;

    Loaded(String name, Class<T> type) {
      this.name = name;
      this.type = type;
    }

    @Override
    public T get() {
      T loaded = library;
      if (loaded == null) {
        loaded = load();
        library = loaded;
      }
      return loaded;
    }

    private T load() {
      try {
        return Native.load(name, type);
      } catch (LinkageError e) {
        throw new PortManagerException(
            name
                + ".dll cannot be called through JNA ("
                + e
                + "); if the folder for temporary files may not hold programs, name another one"
                + " with -Djna.tmpdir=DIR",
            e);
      }
    }
  }
}
