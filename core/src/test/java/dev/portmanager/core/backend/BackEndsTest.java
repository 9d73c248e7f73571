package dev.portmanager.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portmanager.UnsupportedPlatformException;
import dev.portmanager.core.LogCapture;
import dev.portmanager.spi.ProcessKiller;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.logging.Level;
import java.util.stream.IntStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackEndsTest {
  private static final String SUPPORTED = StubBackEnd.Supported.class.getName();
  private static final String ALSO = StubBackEnd.AlsoSupported.class.getName();
  private static final String UNSUPPORTED = StubBackEnd.Unsupported.class.getName();
  private static final String FAILING = StubBackEnd.FailingConstructor.class.getName();
  private static final String FAILING_CHECK = StubBackEnd.FailingCheck.class.getName();
  private static final String MISSING = "dev.portmanager.NoSuchBackEnd";
  private static final String ORPHAN = "Orphan";

  @TempDir private Path folder;
  private final String osName = System.getProperty("os.name");
  private LogCapture log;

  /** Sees the classes of the tests, but no service file of theirs. */
  private static final class NoServices extends ClassLoader {
    NoServices() {
      super(BackEndsTest.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith("META-INF/services/")
          ? Collections.emptyEnumeration()
          : super.getResources(name);
    }
  }

  @BeforeEach
  void captureLog() {
    log = new LogCapture(BackEnds.class.getName());
  }

  @AfterEach
  void restore() {
    System.setProperty("os.name", osName);
    log.close();
  }

  private ProcessKiller find(String... providers) throws IOException {
    return find(List.of(providers));
  }

  private ProcessKiller find(List<String> providers) throws IOException {
    try (URLClassLoader loader = loader(providers)) {
      return BackEnds.find(loader);
    }
  }

  private URLClassLoader loader(List<String> providers) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(services.resolve(ProcessKiller.class.getName()), providers);
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, new NoServices());
  }

  private UnsupportedPlatformException failure(String... providers) {
    return catchThrowableOfType(UnsupportedPlatformException.class, () -> find(providers));
  }

  /** Compiles a back end whose superclass is then taken away. */
  private void writeOrphan() throws IOException {
    Path source = folder.resolve("Orphan.java");
    Files.writeString(
        source,
        """
        public class Orphan extends Parent {
          public boolean isSupported() { return true; }
          public String name() { return "orphan"; }
          public dev.portmanager.spi.Host host() { return null; }
          public java.util.List<dev.portmanager.Listener> listeners(
              dev.portmanager.spi.ListenerQuery query) { return null; }
          public java.util.Optional<dev.portmanager.spi.PinnedProcess> pin(long pid) {
            return null;
          }
          public java.util.List<Long> childrenOf(long pid) { return null; }
          public java.util.List<dev.portmanager.Diagnosis> diagnose() { return null; }
        }
        abstract class Parent implements dev.portmanager.spi.ProcessKiller {}
        """);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int code =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            source.toString());
    assertThat(code).isZero();
    Files.delete(folder.resolve("Parent.class"));
  }

  @Test
  void supportedBackEnd_isFoundAmongOthers() throws IOException {
    assertThat(find(UNSUPPORTED, SUPPORTED)).isInstanceOf(StubBackEnd.Supported.class);
    assertThat(log.messages(Level.WARNING)).isEmpty();
  }

  @Test
  void brokenBackEnds_neverHideAWorkingOne() throws IOException {
    writeOrphan();

    assertThat(find(MISSING, ORPHAN, FAILING, FAILING_CHECK, SUPPORTED))
        .isInstanceOf(StubBackEnd.Supported.class);
  }

  @Test
  void severalSupported_firstWins_andAReportNamesAll() throws IOException {
    assertThat(find(ALSO, SUPPORTED)).isInstanceOf(StubBackEnd.AlsoSupported.class);
    try (URLClassLoader loader = loader(List.of(MISSING, ALSO, UNSUPPORTED, SUPPORTED))) {
      assertThat(BackEnds.survey(loader).supported()).containsExactly(ALSO, SUPPORTED);
    }
  }

  @Test
  void survey_saysWhatCannotBeLoaded() throws IOException {
    writeOrphan();
    try (URLClassLoader loader = loader(List.of(MISSING, ORPHAN, FAILING, SUPPORTED))) {
      BackEnds.Survey survey = BackEnds.survey(loader);
      assertThat(survey.supported()).containsExactly(SUPPORTED);
      assertThat(survey.broken()).hasSize(3);
      assertThat(survey.broken().get(0)).hasMessageContaining(MISSING);
    }
  }

  @Test
  void failure_keepsEachCause() throws IOException {
    writeOrphan();

    Throwable[] causes = failure(MISSING, ORPHAN, FAILING, FAILING_CHECK).getSuppressed();

    assertThat(causes).hasSize(4);
    assertThat(causes[0])
        .isInstanceOf(ServiceConfigurationError.class)
        .hasMessageContaining(MISSING);
    assertThat(causes[1]).isInstanceOf(LinkageError.class).hasMessageContaining("Parent");
    assertThat(causes[2]).hasRootCauseMessage("no constructor for you");
    assertThat(causes[3]).isInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void failure_namesWhatIsNotForThisSystem() {
    System.setProperty("os.name", "SunOS");

    assertThat(failure(UNSUPPORTED))
        .hasMessageContaining("\"SunOS\"")
        .hasMessageContaining("not for this system: " + UNSUPPORTED)
        .hasMessageContaining("PortManagers.builder().processKiller(...)");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, portmanager-os-linux",
    "Mac OS X, portmanager-os-macos",
    "Windows 11, portmanager-os-windows"
  })
  void failure_namesTheArtefactToAdd(String system, String artefact) {
    System.setProperty("os.name", system);

    assertThat(failure())
        .hasMessageContaining("\"" + system + "\"")
        .hasMessageContaining("dev.portmanager:" + artefact);
  }

  @Test
  void failures_areBounded() {
    List<String> missing = IntStream.range(0, 200).mapToObj(i -> MISSING + i).toList();

    assertThat(
            catchThrowableOfType(UnsupportedPlatformException.class, () -> find(missing))
                .getSuppressed())
        .hasSize(BackEnds.MAX_BROKEN);
  }

  @Test
  void contextClassLoader_playsNoPart() throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(ProcessKiller.class.getName()), SUPPORTED);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);

      assertThat(
              catchThrowableOfType(
                  UnsupportedPlatformException.class, () -> BackEnds.find(new NoServices())))
          .isNotNull();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
