package dev.portmanager.spi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A short cut before {@link java.util.ServiceLoader}, which opens every jar of a class path to find
 * all providers of a service, though most often the first is wanted. It takes some 10 ms of a
 * program's start for a few jars, and more for many. Stateless, so safe for use by several threads.
 */
public final class ClassPathServices {

  private ClassPathServices() {}

  /**
   * Returns the first provider that {@link java.util.ServiceLoader} would find on the class path.
   *
   * @param <S> the service
   * @param service the service type
   * @param loader the class loader to ask
   * @return a new provider; empty in a named module, if none is found, or if the first cannot be
   *     created: then it is for the service loader to go on, and to say what is wrong
   */
  public static <S> Optional<S> first(Class<S> service, ClassLoader loader) {
    if (service.getModule().isNamed()) {
      return Optional.empty();
    }
    try (InputStream file = loader.getResourceAsStream("META-INF/services/" + service.getName())) {
      Optional<String> name = file == null ? Optional.empty() : firstName(file);
      if (name.isEmpty()) {
        return Optional.empty();
      }
      Class<?> provider = Class.forName(name.get(), true, loader);
      return Optional.of(provider.asSubclass(service).getConstructor().newInstance());
    } catch (IOException | ReflectiveOperationException | LinkageError | ClassCastException e) {
      return Optional.empty(); // the service loader meets the same, and its caller reports it
    }
  }

  private static Optional<String> firstName(InputStream file) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int comment = line.indexOf('#');
      String name = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!name.isEmpty()) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
