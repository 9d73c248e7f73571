package dev.portmanager.os.windows.process;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.portmanager.os.windows.jna.Advapi32;
import dev.portmanager.os.windows.jna.WideText;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import java.util.ArrayList;
import java.util.List;

/**
 * The service control manager, see Microsoft Learn ("Service functions"). Stateless, so safe for
 * use by several threads.
 */
public final class Services {

  private static final int SIZE = 65_536;

  /** SERVICE_STATUS. */
  private static final int STATUS_SIZE = 28;

  private final Win32 win32;

  /**
   * Creates a client.
   *
   * @param win32 the native libraries
   */
  public Services(Win32 win32) {
    this.win32 = win32;
  }

  /**
   * Returns the names of the services that run in a process.
   *
   * @param pid the process
   * @return the names; empty if it is none, or the manager may not be asked
   */
  public List<String> ofProcess(long pid) {
    return in(pid).stream().map(Service::name).toList();
  }

  /**
   * Returns the services that run in a process.
   *
   * @param pid the process
   * @return the services; empty if it is none, or the manager may not be asked
   */
  public List<Service> in(long pid) {
    return running().stream().filter(service -> service.pid() == pid).toList();
  }

  private List<Service> running() {
    Advapi32 api = win32.advapi32().get();
    long manager =
        api.OpenSCManagerW(
            null, null, Advapi32.SC_MANAGER_CONNECT | Advapi32.SC_MANAGER_ENUMERATE_SERVICE);
    if (manager == 0) {
      return List.of(); // over a network log-on, users may not ask
    }
    try (Memory buffer = new Memory(SIZE)) {
      List<Service> services = new ArrayList<>();
      int[] resume = new int[1];
      boolean more = true;
      while (more) {
        int[] count = new int[1];
        boolean done =
            api.EnumServicesStatusExW(
                manager,
                0,
                Advapi32.SERVICE_WIN32,
                Advapi32.SERVICE_ACTIVE,
                buffer,
                SIZE,
                new int[1],
                count,
                resume,
                null);
        more = !done && win32.kernel32().get().GetLastError() == WinError.MORE_DATA && count[0] > 0;
        if (done || more) {
          services.addAll(
              ServiceDecoder.decode(
                  buffer.getByteBuffer(0, SIZE), Pointer.nativeValue(buffer), count[0]));
        }
      }
      return services;
    } finally {
      api.CloseServiceHandle(manager);
    }
  }

  /**
   * Asks a service to stop.
   *
   * @param name its name
   * @return 0, or the error number
   */
  public int stop(String name) {
    Advapi32 api = win32.advapi32().get();
    long manager = api.OpenSCManagerW(null, null, Advapi32.SC_MANAGER_CONNECT);
    if (manager == 0) {
      return win32.kernel32().get().GetLastError();
    }
    try {
      long service = api.OpenServiceW(manager, WideText.of(name), Advapi32.SERVICE_STOP);
      if (service == 0) {
        return win32.kernel32().get().GetLastError();
      }
      try {
        boolean asked =
            api.ControlService(service, Advapi32.SERVICE_CONTROL_STOP, new byte[STATUS_SIZE]);
        return asked ? 0 : win32.kernel32().get().GetLastError();
      } finally {
        api.CloseServiceHandle(service);
      }
    } finally {
      api.CloseServiceHandle(manager);
    }
  }
}
