package dev.portmanager.benchmarks.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** In what peers are written: each is a folder of src/peers with a script that prepares it. */
public enum Language {
  /** netstat2, listeners, killport. */
  RUST,
  /** gopsutil, go-netstat. */
  GO,
  /** pid-port, fkill, get-port. */
  NODE,
  /** psutil, portpicker, port-for, the original. */
  PYTHON,
  /** OSHI, Spring, Camel. */
  JAVA;

  /**
   * Returns the name of its folder.
   *
   * @return in lower case
   */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns how its peers are started.
   *
   * @param prepared where they were prepared
   * @return program and arguments
   */
  public List<String> command(Path prepared) {
    return switch (this) {
      case RUST, GO -> List.of(prepared + "/peers");
      case NODE -> List.of("node", prepared + "/peers.mjs");
      case PYTHON -> List.of(prepared + "/venv/bin/python", prepared + "/peers.py");
      case JAVA ->
          List.of("java", "-cp", prepared + "/classes:" + prepared + "/lib/*", "peers.Peers");
    };
  }
}
