package dev.portmanager.os.windows;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import com.sun.jna.Pointer;
import dev.portmanager.os.windows.jna.Advapi32;
import dev.portmanager.os.windows.jna.IpHlpApi;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.NtDll;
import dev.portmanager.os.windows.jna.User32;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinSock2;
import dev.portmanager.os.windows.security.Sid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mockito.invocation.InvocationOnMock;

/**
 * Windows at the binding interfaces, by Microsoft Learn and the captures under Wine: for what
 * cannot be made to happen at will. It counts every handle, and can let any one call fail, or a
 * process end just before it.
 */
final class SimulatedWindows {

  static final long SYSTEM = 4;
  static final int ACCESS_DENIED = 5;
  static final int STATUS_ACCESS_DENIED = 0xC000_0022;

  /** What has no failure, or is only asked about one. */
  private static final Set<String> SAFE =
      Set.of(
          "GetLastError",
          "FormatMessageW",
          "RtlNtStatusToDosError",
          "GetCurrentProcess",
          "GetTickCount64",
          "GetCurrentThreadCompartmentId",
          "IsWindowVisible",
          "GetWindow",
          "GetWindowThreadProcessId",
          "SetHandleInformation");

  final Map<Long, Simulated> processes = new LinkedHashMap<>();
  final List<String> calls = new ArrayList<>();
  final Map<Long, Object> open = new HashMap<>();
  final Map<String, Long> services = new LinkedHashMap<>();
  final Map<Integer, Long> deadPorts = new LinkedHashMap<>();
  long deadPortsAt;
  final Set<Integer> boundPorts = new HashSet<>();
  final List<String> done = new ArrayList<>();
  final Set<Long> windows = new HashSet<>();
  final List<Integer> bound = new ArrayList<>();
  int bindError;
  int bindErrorOfIpv6;
  boolean elevated = true;
  int growing;

  private final Kernel32 kernel32 = binding(Kernel32.class);
  private final Advapi32 advapi32 = binding(Advapi32.class);
  private final IpHlpApi ipHlpApi = binding(IpHlpApi.class);
  private final NtDll ntDll = binding(NtDll.class);
  private final User32 user32 = binding(User32.class);
  private final WinSock2 winSock2 = binding(WinSock2.class);
  private final Map<Simulated, Simulated> successors = new HashMap<>();
  private long nextHandle = 0x100;
  private int lastError;
  private int failAt = -1;
  private int failCode;
  private int actAt = -1;
  private Runnable act = () -> {};

  private <T> T binding(Class<T> type) {
    return mock(type, withSettings().stubOnly().defaultAnswer(this::answer));
  }

  Win32 win32() {
    return new Win32(
        () -> kernel32, () -> ipHlpApi, () -> advapi32, () -> ntDll, () -> user32, () -> winSock2);
  }

  Simulated add(long pid, long parent, long createdAt, String name) {
    Simulated process = new Simulated(pid, parent, createdAt, name);
    processes.put(pid, process);
    return process;
  }

  /** Ends a process; its pid is free when nobody has it open. */
  void end(Simulated process) {
    process.ended = true;
    if (!open.containsValue(process)) {
      processes.remove(process.pid, process);
      Simulated successor = successors.remove(process);
      if (successor != null) {
        processes.put(process.pid, successor);
      }
    }
  }

  /** Ends a process, whose pid passes on as soon as nobody has it open. */
  void endAndReuse(Simulated process, long createdAt, String name) {
    successors.put(process, new Simulated(process.pid, process.parent, createdAt, name));
    end(process);
  }

  /** Returns the function that was made to fail. */
  Optional<String> failed() {
    return failAt >= 0 && failAt < calls.size() ? Optional.of(calls.get(failAt)) : Optional.empty();
  }

  /** Lets the call with this number fail, counted from 0. */
  void fail(int call, int code) {
    failAt = call;
    failCode = code;
  }

  /** Does something just before the call with this number. */
  void before(int call, Runnable what) {
    actAt = call;
    act = what;
  }

  private Object answer(InvocationOnMock call) {
    String name = call.getMethod().getName();
    if (!SAFE.contains(name)) {
      int number = calls.size();
      calls.add(name);
      if (number == actAt) {
        act.run();
      }
      if (number == failAt) {
        if (name.startsWith("Close") || name.equals("closesocket")) {
          open.remove(call.<Long>getArgument(0));
        }
        return failure(name, call.getMethod().getReturnType());
      }
    }
    return switch (name) {
      case "GetLastError" -> lastError;
      case "FormatMessageW" -> SimulatedMemory.message(call.getArgument(2), call.getArgument(4));
      case "GetTickCount64" -> 1_000L;
      case "GetCurrentProcess" -> -1L;
      default -> ofProcesses(name, call);
    };
  }

  private Object failure(String name, Class<?> type) {
    lastError = failCode;
    if (type == boolean.class) {
      return false;
    }
    if (name.startsWith("NtQuery")) {
      return STATUS_ACCESS_DENIED;
    }
    if (name.startsWith("GetExtended")
        || name.equals("RegGetValueW")
        || name.equals("WSAStartup")) {
      return failCode;
    }
    if (type == long.class) {
      return name.equals("WSASocketW") || name.equals("GetStdHandle") ? -1L : 0L;
    }
    return name.equals("GetProcessId") || name.equals("GetConsoleProcessList") ? 0 : -1;
  }

  private Object refuse(int code, Object value) {
    lastError = code;
    return value;
  }

  private long handle(Object of) {
    long handle = nextHandle;
    nextHandle += 4;
    open.put(handle, of);
    return handle;
  }

  private boolean close(long handle) {
    Object was = open.remove(handle);
    if (was == null) {
      throw new AssertionError("handle " + handle + " was not open");
    }
    if (was instanceof Simulated process && process.ended) {
      end(process);
    }
    return true;
  }

  private Simulated process(InvocationOnMock call) {
    Object of = open.get(call.<Long>getArgument(0));
    if (!(of instanceof Simulated process)) {
      throw new AssertionError(call + " is given the handle of " + of);
    }
    return process;
  }

  private Object ofProcesses(String name, InvocationOnMock call) {
    return switch (name) {
      case "OpenProcess" -> openProcess(call.getArgument(0), call.getArgument(2));
      case "CloseHandle", "CloseServiceHandle" -> close(call.getArgument(0));
      case "GetProcessId" -> (int) process(call).pid;
      case "GetProcessTimes" -> {
        call.<long[]>getArgument(1)[0] = process(call).createdAt;
        call.<long[]>getArgument(2)[0] = process(call).ended ? 1 : 0;
        yield true;
      }
      case "QueryFullProcessImageNameW" ->
          process(call).ended
              ? refuse(31, false)
              : SimulatedMemory.path(process(call), call.getArgument(2), call.getArgument(3))
                  || (boolean) refuse(122, false);
      case "WaitForSingleObject" ->
          open.get(call.<Long>getArgument(0)) instanceof Simulated one && !one.ended ? 258 : 0;
      case "TerminateProcess" -> terminate(call);
      case "NtQuerySystemInformation" -> processList(call);
      case "NtQueryInformationProcess" -> processFact(call);
      case "RtlNtStatusToDosError" -> call.<Integer>getArgument(0) == STATUS_ACCESS_DENIED ? 5 : 31;
      default -> ofServices(name, call);
    };
  }

  private long openProcess(int rights, int pid) {
    // As Windows does, which ignores the last two bits.
    Simulated process = processes.get(Integer.toUnsignedLong(pid) & ~3L);
    if (process == null || process.ended) {
      return (long) refuse(87, 0L);
    }
    boolean denied =
        process.denied || (process.denyTerminate && (rights & Kernel32.PROCESS_TERMINATE) != 0);
    return denied ? (long) refuse(ACCESS_DENIED, 0L) : handle(process);
  }

  private boolean terminate(InvocationOnMock call) {
    if (open.get(call.<Long>getArgument(0)) instanceof Simulated process) {
      if (process.ended || process.denyTerminate) {
        return (boolean) refuse(ACCESS_DENIED, false);
      }
      done.add("TerminateProcess " + process.pid + " " + process.createdAt);
      end(process);
      return true;
    }
    done.add("TerminateProcess of the application");
    return true;
  }

  private int processList(InvocationOnMock call) {
    Pointer into = call.getArgument(1);
    into.clear(call.<Integer>getArgument(2));
    if (call.<Integer>getArgument(0) == NtDll.SYSTEM_TIME_OF_DAY) {
      return 0;
    }
    if (growing-- > 0) {
      call.<int[]>getArgument(3)[0] = call.<Integer>getArgument(2) + 100_000;
      return NtDll.INFO_LENGTH_MISMATCH;
    }
    SimulatedMemory.processes(
        into, processes.values().stream().filter(process -> !process.ended).toList());
    return 0;
  }

  private int processFact(InvocationOnMock call) {
    Simulated process = process(call);
    Pointer into = call.getArgument(2);
    switch (call.<Integer>getArgument(1)) {
      case NtDll.PROCESS_BREAK_ON_TERMINATION -> into.setInt(0, process.critical ? 1 : 0);
      case NtDll.PROCESS_PROTECTION -> into.setByte(0, (byte) process.protection);
      case NtDll.PROCESS_COMMAND_LINE -> {
        SimulatedMemory.text(into, process.name + " --serve");
      }
      default -> throw new AssertionError(call);
    }
    return 0;
  }

  private Object ofServices(String name, InvocationOnMock call) {
    return switch (name) {
      case "OpenSCManagerW" -> handle("manager");
      case "EnumServicesStatusExW" -> serviceList(call);
      case "OpenServiceW" -> handle(new String(call.<char[]>getArgument(1)).replace("\0", ""));
      case "QueryServiceStatusEx" -> {
        Object service = open.get(call.<Long>getArgument(0));
        ByteBuffer.wrap(call.<byte[]>getArgument(2))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(28, services.get(String.valueOf(service)).intValue());
        yield true;
      }
      case "ControlService" -> done.add("stop " + open.get(call.<Long>getArgument(0)));
      case "OpenProcessToken" -> {
        call.<long[]>getArgument(2)[0] = handle("token");
        yield true;
      }
      case "GetTokenInformation" -> {
        Pointer into = call.getArgument(2);
        into.setInt(0, elevated ? 1 : 0);
        if (call.<Integer>getArgument(1) == Advapi32.TOKEN_USER) {
          SimulatedMemory.user(into, new Sid("S-1-5-21-1-2-3-1001"));
        }
        yield true;
      }
      case "LookupAccountSidW" -> {
        "anna".getChars(0, 4, call.<char[]>getArgument(2), 0);
        yield true;
      }
      case "RegGetValueW" -> {
        String folder = System.getProperty("java.io.tmpdir");
        folder.getChars(0, folder.length(), call.<char[]>getArgument(5), 0);
        yield 0;
      }
      default -> ofSockets(name, call);
    };
  }

  private boolean serviceList(InvocationOnMock call) {
    SimulatedMemory.services(call.getArgument(4), services);
    call.<int[]>getArgument(7)[0] = services.size();
    return true;
  }

  private Object ofSockets(String name, InvocationOnMock call) {
    return switch (name) {
      case "GetExtendedTcpTable" -> tcpTable(call);
      case "GetExtendedUdpTable" -> {
        call.<Pointer>getArgument(0).setInt(0, 0);
        yield 0;
      }
      case "GetCurrentThreadCompartmentId" -> 1;
      case "WSAStartup", "WSACleanup" -> 0;
      case "setsockopt" -> exclude(call);
      case "WSASocketW" -> handle("socket");
      case "closesocket" -> close(call.getArgument(0)) ? 0 : -1;
      case "bind" -> bind(call.<byte[]>getArgument(1)[0]);
      case "EnumWindows" -> {
        User32.EachWindow each = call.getArgument(0);
        windows.forEach(window -> each.invoke(window, 0));
        yield true;
      }
      case "GetWindowThreadProcessId" -> {
        call.<int[]>getArgument(1)[0] = call.<Long>getArgument(0).intValue();
        yield 1;
      }
      case "IsWindowVisible" -> true;
      case "GetWindow" -> 0L;
      case "PostMessageW" -> done.add("WM_CLOSE " + call.getArgument(0));
      default -> SimulatedLaunch.answer(name, call, this::handle);
    };
  }

  private int exclude(InvocationOnMock call) {
    boolean exclusive =
        call.<Integer>getArgument(1) == WinSock2.SOL_SOCKET
            && call.<Integer>getArgument(2) == WinSock2.SO_EXCLUSIVEADDRUSE
            && call.<int[]>getArgument(3)[0] == 1;
    if (!exclusive) {
      throw new AssertionError("a foreign socket could be shared: " + call);
    }
    return 0;
  }

  private Object bind(int family) {
    int error = family == IpHlpApi.AF_INET6 && bindError == 0 ? bindErrorOfIpv6 : bindError;
    bound.add(family);
    return error == 0 ? 0 : refuse(error, -1);
  }

  private int tcpTable(InvocationOnMock call) {
    boolean all = call.<Integer>getArgument(4) == IpHlpApi.TCP_TABLE_OWNER_PID_ALL;
    List<SimulatedMemory.Row> rows = new ArrayList<>();
    if (call.<Integer>getArgument(3) == IpHlpApi.AF_INET) {
      deadPorts.forEach((port, pid) -> rows.add(new SimulatedMemory.Row(port, pid, deadPortsAt)));
      processes.values().stream()
          .filter(process -> process.port != 0 && !process.ended)
          .map(one -> new SimulatedMemory.Row(one.port, one.pid, one.createdAt + 1))
          .forEach(rows::add);
      if (all) {
        boundPorts.forEach(port -> rows.add(new SimulatedMemory.Row(port, 0, 0)));
      }
    }
    int[] size = call.getArgument(1);
    int needed = SimulatedMemory.size(rows, !all);
    if (needed > size[0] || growing-- > 0) {
      size[0] = needed + 100;
      return 122;
    }
    SimulatedMemory.rows(call.getArgument(0), rows, !all);
    return 0;
  }
}
