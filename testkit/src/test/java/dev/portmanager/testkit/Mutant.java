package dev.portmanager.testkit;

import dev.portmanager.spi.Host;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * A back end that is wrong in one way, and the tests that have to notice.
 *
 * @param fault what is wrong
 * @param backEnd makes it
 * @param caught the names of the tests that must fail
 */
record Mutant(String fault, Supplier<ProcessKiller> backEnd, List<String> caught) {

  /** What a method answers in place of the right answer. */
  @FunctionalInterface
  interface Answer {
    Object answer(Callable<Object> right, Object[] arguments) throws Exception;
  }

  /** A fault in methods of the back end itself. */
  static Fault killer(String fault, Set<String> methods, Answer answer) {
    return new Fault(fault, () -> wrong(ProcessKiller.class, right(), methods, answer));
  }

  /** A fault in methods of its host. */
  static Fault host(String fault, Set<String> methods, Answer answer) {
    Host wrong = wrong(Host.class, right().host(), methods, answer);
    return killer(fault, Set.of("host"), (right, arguments) -> wrong);
  }

  /** A fault in methods of its pins. */
  static Fault pin(String fault, Set<String> methods, Answer answer) {
    return killer(
        fault,
        Set.of("pin"),
        (right, arguments) ->
            ((Optional<?>) right.call())
                .map(PinnedProcess.class::cast)
                .map(pin -> wrong(PinnedProcess.class, pin, methods, answer)));
  }

  static ProcessKiller right() {
    return new ProcBackEnd(false);
  }

  private static <T> T wrong(Class<T> type, T right, Set<String> methods, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Callable<Object> call =
                  () -> {
                    try {
                      return method.invoke(right, arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getCause() instanceof Exception cause ? cause : e;
                    }
                  };
              return methods.contains(method.getName())
                  ? answer.answer(call, arguments)
                  : call.call();
            }));
  }

  /** A fault that still lacks the tests that notice. */
  record Fault(String text, Supplier<ProcessKiller> backEnd) {
    Mutant isCaughtBy(String... tests) {
      return new Mutant(text, backEnd, List.of(tests));
    }
  }
}
