package dev.portmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.spi.ClassPathServices;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassPathServicesTest {

  @TempDir Path folder;

  /** A service of which each test names the providers. */
  public interface Service {}

  /** A provider. */
  public static final class Good implements Service {}

  /** Another one. */
  public static final class Other implements Service {}

  /** One that fails. */
  public static final class Failing implements Service {
    /** Fails. */
    public Failing() {
      throw new IllegalStateException("no");
    }
  }

  @Test
  void first_passesOverCommentsAndBlankLines() throws IOException {
    assertThat(first("# comment\n\n  " + name(Good.class) + " # why\n" + name(Other.class) + "\n"))
        .containsInstanceOf(Good.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nobody\n", "no.such.Provider\n", "java.lang.String\n"})
  void withoutAFirstProviderThatWorks_itIsForTheServiceLoader(String file) throws IOException {
    assertThat(first(file)).isEmpty();
  }

  @Test
  void providerThatFails_isForTheServiceLoader() throws IOException {
    assertThat(first(name(Failing.class) + "\n" + name(Good.class) + "\n")).isEmpty();
  }

  @Test
  void serviceWithoutAFile_hasNoFirstProvider() {
    assertThat(ClassPathServices.first(Service.class, getClass().getClassLoader())).isEmpty();
  }

  private java.util.Optional<Service> first(String file) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(name(Service.class)), file);
    URL[] path = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      return ClassPathServices.first(Service.class, loader);
    }
  }

  private static String name(Class<?> type) {
    return type.getName();
  }
}
