package dev.portmanager.benchmarks.suite;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where things are.
 *
 * @param root the checkout
 */
public record Layout(Path root) {

  /** Checks that it is a checkout. */
  public Layout {
    if (!Files.isDirectory(root.resolve("benchmarks/src/peers"))) {
      throw new IllegalArgumentException("not a checkout of Port Manager: " + root);
    }
  }

  /**
   * Returns the folder of the sources that are not Java.
   *
   * @return benchmarks/src
   */
  public Path sources() {
    return root.resolve("benchmarks/src");
  }

  /**
   * Returns the folder of everything that is made.
   *
   * @return benchmarks/target
   */
  public Path target() {
    return root.resolve("benchmarks/target");
  }

  /**
   * Returns the folder of the results.
   *
   * @param quick whether of short runs
   * @return in benchmarks/target
   */
  public Path results(boolean quick) {
    return target().resolve(quick ? "results-quick" : "results");
  }

  /**
   * Returns the file that servers complain to.
   *
   * @return benchmarks/target/servers.log
   */
  public Path log() {
    return target().resolve("servers.log");
  }

  /**
   * Returns a C program.
   *
   * @param name its name
   * @return where it is, once compiled
   */
  public Path program(String name) {
    return target().resolve("bin").resolve(name);
  }
}
