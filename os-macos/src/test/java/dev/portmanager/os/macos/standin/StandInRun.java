package dev.portmanager.os.macos.standin;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The JVM, in namespaces of its own, in which tests run on the stand-in; writes down each result.
 */
final class StandInRun {

  private StandInRun() {}

  /**
   * Runs the tests of a class.
   *
   * @param args the file for the results, and the class
   * @throws Exception if that fails
   */
  public static void main(String[] args) throws Exception {
    StandIn.select();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(Class.forName(args[1])))
            .build();
    try (Writer out = Files.newBufferedWriter(Path.of(args[0]))) {
      LauncherFactory.create().execute(request, new Results(out));
    }
    // A thread that a test left behind must not keep this JVM.
    System.exit(0);
  }

  /** One line for each test: its result, its name, and what there is to say of it. */
  private record Results(Writer out) implements TestExecutionListener {

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      write("ABORTED", test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
        write(
            result.getStatus().name(),
            test,
            result.getThrowable().map(Results::describe).orElse(""));
      }
    }

    private static String describe(Throwable failure) {
      StringWriter text = new StringWriter();
      failure.printStackTrace(new PrintWriter(text));
      return text.toString();
    }

    private synchronized void write(String status, TestIdentifier test, String text) {
      try {
        String shown = text.replace("\\", "\\\\").replace("\n", "\\n").replace('\t', ' ');
        out.write(status + "\t" + test.getDisplayName() + "\t" + shown + "\n");
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
