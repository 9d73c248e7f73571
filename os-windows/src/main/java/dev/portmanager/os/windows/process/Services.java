package dev.portmanager.os.windows.process;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.portmanager.NativeCallException;
import dev.portmanager.os.windows.jna.Advapi32;
import dev.portmanager.os.windows.jna.Kernel32;
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

  /** An open handle of the manager or of a service. */
  private record Open(Advapi32 api, Kernel32 kernel32, long handle) implements AutoCloseable {

    @Override
    public void close() {
      if (!api.CloseServiceHandle(handle)) {
        throw WinError.last(kernel32, "CloseServiceHandle", "the service manager");
      }
    }
  }

  /**
   * Returns the names of the services that run in a process.
   *
   * @param pid the process
   * @return the names; empty if it is none
   * @throws NativeCallException if the manager does not tell; over a network log-on it may not be
   *     asked
   */
  public List<String> ofProcess(long pid) {
    return in(pid).stream().map(Service::name).toList();
  }

  /**
   * Returns the services that run in a process.
   *
   * @param pid the process
   * @return the services; empty if it is none
   * @throws NativeCallException if the manager does not tell; over a network log-on it may not be
   *     asked
   */
  public List<Service> in(long pid) {
    return running().stream().filter(service -> service.pid() == pid).toList();
  }

  private List<Service> running() {
    try (Open manager =
            manager(Advapi32.SC_MANAGER_CONNECT | Advapi32.SC_MANAGER_ENUMERATE_SERVICE);
        Memory buffer = new Memory(SIZE)) {
      List<Service> services = new ArrayList<>();
      int[] resume = new int[1];
      while (addMore(manager, buffer, resume, services)) {
        // There are more than the buffer holds.
      }
      return services;
    }
  }

  /** Adds as many as the buffer holds; returns whether there are more. */
  private boolean addMore(Open manager, Memory buffer, int[] resume, List<Service> into) {
    int[] count = new int[1];
    boolean done =
        manager
            .api()
            .EnumServicesStatusExW(
                manager.handle(),
                0,
                Advapi32.SERVICE_WIN32,
                Advapi32.SERVICE_ACTIVE,
                buffer,
                SIZE,
                new int[1],
                count,
                resume,
                null);
    if (!done) {
      NativeCallException failure = failure("EnumServicesStatusEx", "the services that run");
      if (failure.code() != WinError.MORE_DATA || count[0] <= 0) {
        throw failure;
      }
    }
    into.addAll(
        ServiceDecoder.decode(
            buffer.getByteBuffer(0, SIZE), Pointer.nativeValue(buffer), count[0]));
    return !done;
  }

  /**
   * Asks a service to stop, if it still runs in a given process.
   *
   * @param name its name
   * @param pid the process
   * @return true if it was asked; false if it runs in another process by now, or in none
   * @throws NativeCallException if it may not be asked, or cannot be stopped now
   */
  public boolean stop(String name, long pid) {
    int rights = Advapi32.SERVICE_STOP | Advapi32.SERVICE_QUERY_STATUS;
    try (Open manager = manager(Advapi32.SC_MANAGER_CONNECT);
        Open service = service(manager, name, rights)) {
      byte[] status = new byte[ServiceDecoder.STATUS_SIZE];
      if (!service
          .api()
          .QueryServiceStatusEx(service.handle(), 0, status, status.length, new int[1])) {
        throw failure("QueryServiceStatusEx", name);
      }
      if (ServiceDecoder.pid(status) != pid) {
        return false;
      }
      if (!service
          .api()
          .ControlService(service.handle(), Advapi32.SERVICE_CONTROL_STOP, new byte[STATUS_SIZE])) {
        throw failure("ControlService", name);
      }
      return true;
    }
  }

  private Open manager(int rights) {
    Advapi32 api = win32.advapi32().get();
    long manager = api.OpenSCManagerW(null, null, rights);
    if (manager == 0) {
      throw failure("OpenSCManager", "the service manager");
    }
    return new Open(api, win32.kernel32().get(), manager);
  }

  private Open service(Open manager, String name, int rights) {
    long service = manager.api().OpenServiceW(manager.handle(), WideText.of(name), rights);
    if (service == 0) {
      throw failure("OpenService", name);
    }
    return new Open(manager.api(), manager.kernel32(), service);
  }

  private NativeCallException failure(String function, String subject) {
    return WinError.last(win32.kernel32().get(), function, subject);
  }
}
