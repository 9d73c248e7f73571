package dev.portmanager.jmx.bean;

import dev.portmanager.Printable;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** Tells on whose behalf this thread calls an operation, for the log. */
final class Caller {

  private static final int LONGEST_NAME = 128;
  private static final String UNKNOWN = "an unauthenticated or local user";

  private Caller() {}

  static String name() {
    Subject subject = subject();
    String names =
        subject == null
            ? ""
            : subject.getPrincipals().stream()
                .map(Principal::getName)
                .sorted()
                .collect(Collectors.joining(", "));
    return names.isEmpty() ? UNKNOWN : Printable.of(names, LONGEST_NAME);
  }

  /**
   * Java 18 and later have {@code Subject.current()}; before, and there alone, {@code
   * Subject.getSubject(AccessController.getContext())} works, which is marked for removal.
   */
  private static @Nullable Subject subject() {
    try {
      return (Subject) Subject.class.getMethod("current").invoke(null);
    } catch (NoSuchMethodException e) {
      return subjectBefore18();
    } catch (ReflectiveOperationException e) {
      return null; // nobody can be named; the call itself is logged all the same
    }
  }

  private static @Nullable Subject subjectBefore18() {
    try {
      Class<?> controller = Class.forName("java.security.AccessController");
      Object context = controller.getMethod("getContext").invoke(null);
      Method getSubject =
          Subject.class.getMethod(
              "getSubject", Class.forName("java.security.AccessControlContext"));
      return (Subject) getSubject.invoke(null, context);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
