package dev.portmanager.spi;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

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
    String path = "META-INF/services/" + service.getName();
    try {
      URL file = loader.getResource(path);
      Optional<String> name = file == null ? Optional.empty() : firstName(text(file, path));
      if (name.isEmpty()) {
        return Optional.empty();
      }
      Class<?> provider = Class.forName(name.get(), true, loader);
      return Optional.of(provider.asSubclass(service).getConstructor().newInstance());
    } catch (IOException
        | ReflectiveOperationException
        | LinkageError
        | ClassCastException
        | IllegalArgumentException e) {
      return Optional.empty(); // the service loader meets the same, and its caller reports it
    }
  }

  /**
   * Reads a resource. Where it lies in a jar that is a file, as a rule, the jar is read as what it
   * is: a connection to a URL takes a dozen further classes.
   *
   * @throws IllegalArgumentException if the jar's URL cannot be that of a file
   */
  private static String text(URL url, String path) throws IOException {
    String jar = jarFile(url, path);
    if (jar == null) {
      try (InputStream in = url.openStream()) {
        return text(in);
      }
    }
    try (ZipFile file = new ZipFile(new File(URI.create(jar)))) {
      ZipEntry entry = file.getEntry(path);
      if (entry == null) {
        throw new IOException(jar + " was replaced");
      }
      try (InputStream in = file.getInputStream(entry)) {
        return text(in);
      }
    }
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Returns the URL of the file; null if the resource lies elsewhere, as in a jar in a jar. */
  private static @Nullable String jarFile(URL url, String path) {
    String text = url.toString();
    String end = "!/" + path;
    if (!text.startsWith("jar:file:/") || !text.endsWith(end)) {
      return null;
    }
    String jar = text.substring("jar:".length(), text.length() - end.length());
    return jar.contains("!/") ? null : jar;
  }

  private static Optional<String> firstName(String file) {
    StringTokenizer lines = new StringTokenizer(file, "\r\n");
    while (lines.hasMoreTokens()) {
      String line = lines.nextToken();
      int comment = line.indexOf('#');
      String name = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!name.isEmpty()) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
