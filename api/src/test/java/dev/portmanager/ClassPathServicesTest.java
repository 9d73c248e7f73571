package dev.portmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.spi.ClassPathServices;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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

  @ParameterizedTest
  @ValueSource(strings = {"a.jar", "with space & 100%.jar", "a!b.jar"})
  void first_readsTheFileInAJar(String name) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("META-INF/services/" + name(Service.class)));
      out.write((name(Other.class) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    URL[] path = {jar.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      assertThat(ClassPathServices.first(Service.class, loader)).containsInstanceOf(Other.class);
    }
  }

  @Test
  void first_readsWhatAClassLoaderOfOtherPlacesGives() {
    URL url =
        resource("jar:file:/app.jar!/lib/inner.jar!/META-INF/services/" + name(Service.class));
    ClassLoader loader =
        new ClassLoader(getClass().getClassLoader()) {
          @Override
          public URL getResource(String path) {
            return url;
          }
        };
    assertThat(ClassPathServices.first(Service.class, loader)).containsInstanceOf(Good.class);
  }

  /** A URL that a handler of its own reads, as those of jars in jars are. */
  private static URL resource(String spec) {
    URLStreamHandler handler =
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL at) {
            return new URLConnection(at) {
              @Override
              public void connect() {}

              @Override
              public InputStream getInputStream() {
                return new ByteArrayInputStream(name(Good.class).getBytes(StandardCharsets.UTF_8));
              }
            };
          }
        };
    try {
      return new URL(null, spec, handler);
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
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
