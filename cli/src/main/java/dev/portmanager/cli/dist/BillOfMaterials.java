package dev.portmanager.cli.dist;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/** The list of a distribution's components, as CycloneDX has it. Immutable. */
final class BillOfMaterials {

  private final Path file;
  private final SortedSet<String> jars;

  private BillOfMaterials(Path file, SortedSet<String> jars) {
    this.file = file;
    this.jars = jars;
  }

  /**
   * Reads a list.
   *
   * @param file the JSON file
   * @return what it lists
   * @throws IOException if it cannot be read
   * @throws IllegalStateException if a component lacks a version or a licence
   */
  static BillOfMaterials of(Path file) throws IOException {
    JsonObject bom = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    SortedSet<String> jars = new TreeSet<>();
    jars.add(jar(bom.getAsJsonObject("metadata").getAsJsonObject("component")));
    for (JsonElement component : bom.getAsJsonArray("components")) {
      jars.add(jar(component.getAsJsonObject()));
    }
    return new BillOfMaterials(file, jars);
  }

  private static String jar(JsonObject component) {
    String name = component.get("name").getAsString();
    if (!component.has("version") || component.get("version").getAsString().isEmpty()) {
      throw new IllegalStateException("the bill of materials has no version of " + name);
    }
    if (!component.has("licenses") || component.getAsJsonArray("licenses").isEmpty()) {
      throw new IllegalStateException("the bill of materials has no licence of " + name);
    }
    return name + "-" + component.get("version").getAsString() + ".jar";
  }

  /**
   * Compares the list with what is shipped.
   *
   * @param lib the folder of the jars
   * @throws IOException if that cannot be read
   * @throws IllegalStateException if a jar is not listed, or a component not there
   */
  void requireSameAs(Path lib) throws IOException {
    SortedSet<String> shipped = new TreeSet<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(lib, "*.jar")) {
      for (Path jar : found) {
        shipped.add(String.valueOf(jar.getFileName()));
      }
    }
    SortedSet<String> unlisted = new TreeSet<>(shipped);
    unlisted.removeAll(jars);
    SortedSet<String> missing = new TreeSet<>(jars);
    missing.removeAll(shipped);
    if (!unlisted.isEmpty() || !missing.isEmpty()) {
      throw new IllegalStateException(
          file
              + " does not list what is in "
              + lib
              + ": not listed "
              + unlisted
              + ", not there "
              + missing);
    }
  }
}
