package dev.portmanager.os.windows;

import com.sun.jna.Library;
import dev.portmanager.os.windows.jna.Advapi32;
import dev.portmanager.os.windows.jna.IpHlpApi;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.NtDll;
import dev.portmanager.os.windows.jna.Win32;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Times each call of a look-up, that of JNA included. To be used by one thread. Whoever measures a
 * whole look-up does so without this, since it takes time itself.
 */
final class CallTimings {

  static final int ROUNDS = 501;
  private static final int MOST_CALLS = 32;

  private final String[] names = new String[MOST_CALLS];
  private final long[][] took = new long[MOST_CALLS][ROUNDS];
  private int round = -1;
  private int call;

  /**
   * One of the calls.
   *
   * @param name the function
   * @param median nanoseconds
   */
  record Call(String name, long median) {}

  /** Returns the real libraries, timed; those that no look-up calls as they are. */
  Win32 win32() {
    Win32 real = Win32.real();
    return new Win32(
        timed(Kernel32.class, real.kernel32()),
        timed(IpHlpApi.class, real.ipHlpApi()),
        timed(Advapi32.class, real.advapi32()),
        timed(NtDll.class, real.ntDll()),
        real.user32(),
        real.winSock2());
  }

  private <T extends Library> Supplier<T> timed(Class<T> type, Supplier<T> real) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          long before = System.nanoTime();
          Object result = method.invoke(real.get(), arguments);
          note(method.getName(), System.nanoTime() - before);
          return result;
        };
    T proxy =
        type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    return () -> proxy;
  }

  private void note(String name, long nanos) {
    if (round >= 0 && call < MOST_CALLS) {
      names[call] = name;
      took[call++][round] = nanos;
    }
  }

  /** Starts to keep what the calls of the next look-up take. */
  void nextRound() {
    round++;
    call = 0;
  }

  /** Returns the calls of a look-up in their order. */
  List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < call; i++) {
      long[] sorted = Arrays.copyOf(took[i], round + 1);
      Arrays.sort(sorted);
      calls.add(new Call(names[i], sorted[sorted.length / 2]));
    }
    return calls;
  }
}
