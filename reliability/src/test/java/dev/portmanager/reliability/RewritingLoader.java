package dev.portmanager.reliability;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Loads some classes anew from their class files, changed, and leaves all others to the loader that
 * loaded this. Safe for use by several threads, as class loaders are.
 */
public abstract class RewritingLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  /** Creates a loader that has loaded nothing. */
  protected RewritingLoader() {
    super(RewritingLoader.class.getClassLoader());
  }

  /**
   * Tells whether a class is loaded anew.
   *
   * @param name its binary name
   * @return whether it is
   */
  protected abstract boolean isOurs(String name);

  /**
   * Changes a class that is loaded anew.
   *
   * @param name its binary name
   * @param bytes its class file
   * @return what is loaded
   */
  protected abstract byte[] rewrite(String name, byte[] bytes);

  @Override
  protected final Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isOurs(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = rewrite(name, in.readAllBytes());
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
