package dev.portmanager.os.windows;

import java.util.function.ToLongFunction;
import org.mockito.invocation.InvocationOnMock;

/** The launch of an application by a {@link SimulatedWindows}. */
final class SimulatedLaunch {

  private SimulatedLaunch() {}

  /** Answers a call; the last to be asked. */
  static Object answer(String name, InvocationOnMock call, ToLongFunction<Object> handle) {
    return switch (name) {
      case "CreateJobObjectW" -> handle.applyAsLong("job");
      case "CreateProcessW" -> {
        long[] created = call.getArgument(9);
        created[0] = handle.applyAsLong("application");
        created[1] = handle.applyAsLong("thread");
        yield true;
      }
      case "GetStdHandle" -> 3L;
      case "ResumeThread" -> 1;
      case "GetExitCodeProcess" -> {
        call.<int[]>getArgument(1)[0] = 44;
        yield true;
      }
      case "SetInformationJobObject",
          "AssignProcessToJobObject",
          "SetConsoleCtrlHandler",
          "SetHandleInformation" ->
          true;
      default -> throw new AssertionError("not simulated: " + call);
    };
  }
}
