package dev.portmanager.jmx.bean;

import dev.portmanager.PortManagerException;
import dev.portmanager.Printable;
import dev.portmanager.jmx.Operation;
import dev.portmanager.jmx.source.OperationCounts;
import dev.portmanager.jmx.source.OperationCounts.Method;
import dev.portmanager.jmx.source.OperationCounts.Outcome;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Lets an operation through if it was allowed, and logs and counts every call. What leaves here is
 * an exception of {@code java.lang} without a cause: a console has no other classes. Safe for use
 * by several threads.
 */
final class OperationGate {

  private static final int LONGEST_MESSAGE = 1_000;
  private static final Logger LOG = System.getLogger(OperationGate.class.getName());

  private final Set<Operation> allowed;
  private final OperationCounts counts;
  private final Messages messages;

  OperationGate(Set<Operation> allowed, OperationCounts counts, Messages messages) {
    this.allowed = allowed;
    this.counts = counts;
    this.messages = messages;
  }

  /** A refusal of an operation that is allowed as such, but not for these arguments. */
  static final class NotAllowedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotAllowedException(String message) {
      super(message);
    }
  }

  /**
   * What is called.
   *
   * @param kind what must have been allowed
   * @param method the operation
   * @param arguments as the log shows them
   */
  record Call(Operation kind, Method method, String arguments) {

    @Override
    public String toString() {
      return method.id() + "(" + Printable.of(arguments, 200) + ")";
    }
  }

  /** Shows which operations a kind covers. */
  static Operation kindOf(Method method) {
    return switch (method) {
      case FIND_PROCESS_ON_PORT, FIND_LEASE -> Operation.FIND;
      case RELEASE_APPLICATION, RELEASE_PORT -> Operation.RELEASE;
      case KILL_PROCESS_ON_PORT -> Operation.KILL;
    };
  }

  /**
   * Carries a call out.
   *
   * @param call what is called
   * @param work what to do
   * @return what the work returns
   * @throws SecurityException if it is not allowed
   * @throws IllegalArgumentException if the work says so
   * @throws IllegalStateException if the work fails
   */
  <T> T call(Call call, Supplier<T> work) {
    String caller = Caller.name();
    if (!allowed.contains(call.kind())) {
      throw refused(
          call,
          caller,
          call.method().id()
              + " is not allowed here: whoever registers the"
              + " bean has to allow "
              + call.kind());
    }
    try {
      T result = work.get();
      counts.count(call.method(), Outcome.SUCCESS);
      LOG.log(level(call), "{0}, called over JMX by {1}: done", call, caller);
      return result;
    } catch (NotAllowedException e) {
      throw refused(call, caller, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(failed(call, caller, e));
    } catch (RuntimeException e) {
      throw new IllegalStateException(failed(call, caller, e));
    }
  }

  private SecurityException refused(Call call, String caller, String reason) {
    counts.count(call.method(), Outcome.DENIED);
    LOG.log(Level.WARNING, "{0}, called over JMX by {1}: refused, {2}", call, caller, reason);
    messages.denied(call.method().id(), caller);
    return new SecurityException(reason);
  }

  private String failed(Call call, String caller, RuntimeException failure) {
    counts.count(call.method(), Outcome.ERROR);
    boolean sentence =
        failure instanceof PortManagerException
            || failure instanceof IllegalArgumentException
            || failure instanceof IllegalStateException;
    String told =
        Printable.of(
            sentence ? String.valueOf(failure.getMessage()) : failure.toString(), LONGEST_MESSAGE);
    LOG.log(Level.WARNING, "{0}, called over JMX by {1}: failed, {2}", call, caller, told);
    return told;
  }

  private static Level level(Call call) {
    return call.kind() == Operation.FIND ? Level.INFO : Level.WARNING;
  }
}
