package dev.portmanager.os.windows.launch;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** The environment of a new process: Microsoft Learn, "Changing environment variables". Pure. */
final class EnvironmentBlock {

  /** Without this variable no process can use the network or make keys. */
  private static final String SYSTEM_ROOT = "SystemRoot";

  private EnvironmentBlock() {}

  /**
   * Returns the block: {@code NAME=value} and a zero each, in order of the name in capitals, and
   * one more zero.
   *
   * @param own the environment of this process, for what no process can be without
   * @throws IllegalArgumentException if a variable holds a zero character
   */
  static char[] of(Map<String, String> environment, Map<String, String> own) {
    Map<String, String> sorted =
        new TreeMap<>(String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder()));
    sorted.putAll(environment);
    String systemRoot = own.get(SYSTEM_ROOT);
    if (systemRoot != null
        && environment.keySet().stream().noneMatch(SYSTEM_ROOT::equalsIgnoreCase)) {
      sorted.put(SYSTEM_ROOT, systemRoot);
    }
    StringBuilder block = new StringBuilder();
    sorted.forEach(
        (name, value) -> {
          if (name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a variable must not hold a zero character");
          }
          block.append(name).append('=').append(value).append('\0');
        });
    block.append(block.length() == 0 ? "\0\0" : "\0");
    return block.toString().toCharArray();
  }
}
