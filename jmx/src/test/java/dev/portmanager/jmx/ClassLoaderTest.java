package dev.portmanager.jmx;

import static dev.portmanager.jmx.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application that is undeployed must be collected: beans, threads and all. */
@Timeout(120)
class ClassLoaderTest {

  @TempDir Path registry;

  @Test
  void closedRegistration_keepsNoClassLoader() throws Exception {
    WeakReference<ClassLoader> application = deploy("close");
    eventually(
        () -> {
          System.gc();
          assertThat(application.get()).isNull();
        });
  }

  @Test
  void closedManager_keepsNoClassLoader() throws Exception {
    WeakReference<ClassLoader> application = deploy("closeManager");
    eventually(
        () -> {
          System.gc();
          assertThat(application.get()).isNull();
        });
  }

  private WeakReference<ClassLoader> deploy(String undeploy) throws Exception {
    // Its parent has the JDK alone, so each of our classes is the application's own.
    URLClassLoader application =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(application);
    try {
      Class<?> main = application.loadClass(DeployedApplication.class.getName());
      assertThat(main).isNotSameAs(DeployedApplication.class);
      Object instance = main.getConstructor(Path.class).newInstance(registry.resolve("leases"));
      Method use = main.getMethod("use");
      use.invoke(instance);
      main.getMethod(undeploy).invoke(instance);
    } finally {
      thread.setContextClassLoader(before);
      application.close();
    }
    return new WeakReference<>(application);
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}
