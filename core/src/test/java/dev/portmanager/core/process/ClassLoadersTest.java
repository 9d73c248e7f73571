package dev.portmanager.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.PortRange;
import dev.portmanager.core.FreeWindow;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Two applications of one JVM, each with the library in a class loader of its own. */
@EnabledOnOs(OS.LINUX)
class ClassLoadersTest {

  @TempDir Path folder;
  private final PortRange range = FreeWindow.of(6);

  private static URLClassLoader loader() throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    return new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  /** A manager made by classes of another loader, so that it can only be called by reflection. */
  private AutoCloseable manager(ClassLoader loader) throws Exception {
    Class<?> managers = loader.loadClass("dev.portmanager.PortManagers");
    Object builder = managers.getMethod("builder").invoke(null);
    Class<?> type = builder.getClass();
    type.getMethod("range", int.class, int.class).invoke(builder, range.min(), range.max());
    type.getMethod("registry", Path.class).invoke(builder, folder.resolve("r"));
    return (AutoCloseable) type.getMethod("build").invoke(builder);
  }

  private static int port(AutoCloseable manager, String app) throws Exception {
    ClassLoader loader = manager.getClass().getClassLoader();
    Method method =
        loader.loadClass("dev.portmanager.PortManager").getMethod("getUniquePort", String.class);
    return (int) method.invoke(manager, app);
  }

  @Test
  void theyShareNoPortAndDropNothingOfEachOther() throws Exception {
    try (URLClassLoader one = loader();
        URLClassLoader other = loader()) {
      AutoCloseable ones = manager(one);
      AutoCloseable others = manager(other);
      assertThat(ones.getClass()).isNotSameAs(others.getClass());
      Set<Integer> ports = new HashSet<>();
      ports.add(port(ones, "a"));
      ports.add(port(others, "a"));
      ports.add(port(ones, "b"));
      others.close();
      AutoCloseable late = manager(other);
      ports.add(port(late, "c"));
      ports.add(port(late, "d"));

      assertThat(ports).hasSizeGreaterThanOrEqualTo(4);
      assertThat(port(ones, "a")).isNotIn(port(late, "c"), port(late, "d"));
      assertThat(port(ones, "b")).isNotIn(port(late, "c"), port(late, "d"));
      ones.close();
      late.close();
    }
  }
}
