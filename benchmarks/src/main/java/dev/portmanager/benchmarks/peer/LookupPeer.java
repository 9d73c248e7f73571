package dev.portmanager.benchmarks.peer;

import java.util.List;

/**
 * One of the others who tell who listens on a port.
 *
 * @param label its name in tables, with the version if it comes from a registry
 * @param asked how it is asked
 * @param lacks what it does not do, in a few words
 */
public record LookupPeer(String label, Asked asked, String lacks) {

  /** How a peer is asked. */
  public sealed interface Asked {

    /**
     * Inside of a process that goes on running.
     *
     * @param language in which
     * @param operation by what name
     */
    record Warm(Language language, String operation) implements Asked {}

    /**
     * As a process of its own of a prepared language.
     *
     * @param language in which
     * @param arguments after the program; {@code {}} stands for the port
     */
    record Once(Language language, List<String> arguments) implements Asked {}

    /**
     * As a command of the system.
     *
     * @param command program and arguments; {@code {}} stands for the port
     * @param debianPackage where it comes from
     */
    record Command(List<String> command, String debianPackage) implements Asked {}
  }

  private static final String ONE_OF_MANY = "names one owner of a shared socket";
  private static final String TEXT = "text for people, to be parsed";

  /**
   * Returns those that can be asked in a process that goes on running.
   *
   * @return OSHI, psutil, netstat2, ...
   */
  public static List<LookupPeer> warm() {
    return List.of(
        warm("OSHI 7.5.0 (Java)", Language.JAVA, "oshi", ONE_OF_MANY),
        warm("psutil 7.2.2 (Python)", Language.PYTHON, "psutil", ONE_OF_MANY),
        warm(
            "sovai 0.2.87, the original (Python)", Language.PYTHON, "original-owners", ONE_OF_MANY),
        warm(
            "netstat2 0.11.2 (Rust)",
            Language.RUST,
            "netstat2",
            "no word on what it could not see"),
        warm(
            "killport 2.0.2, its finder (Rust)",
            Language.RUST,
            "killport",
            "any state, not only listeners"),
        warm(
            "listeners 0.6.1, by port (Rust)",
            Language.RUST,
            "listeners-port",
            "stops at the first owner"),
        warm("listeners 0.6.1, all (Rust)", Language.RUST, "listeners-all", ONE_OF_MANY),
        warm("gopsutil 4.26.10 (Go)", Language.GO, "gopsutil", ONE_OF_MANY),
        warm("go-netstat 2020-02-20 (Go)", Language.GO, "go-netstat", ONE_OF_MANY),
        warm("pid-port 2.1.2 (node)", Language.NODE, "pid-port", "runs ss; names one owner"));
  }

  /**
   * Returns those that are commands.
   *
   * @return ss, lsof, fuser, ...
   */
  public static List<LookupPeer> commands() {
    return List.of(
        command("ss", "iproute2", TEXT, "ss", "-Hltnp", "sport = :{}"),
        command("lsof", "lsof", TEXT, "lsof", "-nP", "-iTCP:{}", "-sTCP:LISTEN", "-t"),
        command("fuser", "psmisc", "any state, not only listeners", "fuser", "{}/tcp"),
        new LookupPeer(
            "killport 2.0.2 --dry-run",
            new Asked.Once(Language.RUST, List.of("bin/killport", "--dry-run", "{}")),
            "any state; names no pid"),
        once("netstat2 0.11.2 (Rust)", Language.RUST, "netstat2", "a program made for this"),
        once("gopsutil 4.26.10 (Go)", Language.GO, "gopsutil", ONE_OF_MANY),
        once("psutil 7.2.2 (Python)", Language.PYTHON, "psutil", ONE_OF_MANY),
        once("pid-port 2.1.2 (node)", Language.NODE, "pid-port", "runs ss; names one owner"));
  }

  private static LookupPeer warm(String label, Language language, String operation, String lacks) {
    return new LookupPeer(label, new Asked.Warm(language, operation), lacks);
  }

  private static LookupPeer once(String label, Language language, String operation, String lacks) {
    return new LookupPeer(
        label, new Asked.Once(language, List.of("--once", operation, "{}")), lacks);
  }

  private static LookupPeer command(
      String label, String debianPackage, String lacks, String... command) {
    return new LookupPeer(label, new Asked.Command(List.of(command), debianPackage), lacks);
  }
}
