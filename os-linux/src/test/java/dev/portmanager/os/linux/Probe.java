package dev.portmanager.os.linux;

import dev.portmanager.Ownership;
import dev.portmanager.PortManagerException;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.os.linux.bpf.KernelMode;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.spi.AppLauncher;
import dev.portmanager.spi.AppLauncher.App;
import dev.portmanager.spi.AppLauncher.NoSuchProgramException;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What tests run in a JVM of its own: as another user, in a namespace, in a sandbox. */
final class Probe {

  private Probe() {}

  public static void main(String[] words) throws Exception {
    switch (words[0]) {
      case "look" -> look(Integer.parseInt(words[1]));
      case "presence" -> say(new LinuxHost().presence(Long.parseLong(words[1])).toString());
      case "host" -> host();
      case "few" -> fewDescriptors();
      case "pin" -> pin(Long.parseLong(words[1]));
      case "kernel" -> kernel();
      case "diagnose" -> new LinuxProcessKiller().diagnose().forEach(d -> say(d.toString()));
      case "launch" -> launch(List.of(words).subList(2, words.length), Integer.parseInt(words[1]));
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private static void look(int port) {
    new LinuxProcessKiller()
        .listeners(ListenerQuery.ofPort(port, Protocol.TCP))
        .forEach(listener -> say(describe(listener.ownership())));
  }

  private static String describe(Ownership ownership) {
    return ownership instanceof Ownership.Known known
        ? "Known" + known.owners().stream().map(ProcessInfo::pid).toList() + known.caveat()
        : ownership.toString();
  }

  private static void host() {
    LinuxHost host = new LinuxHost();
    say(host.bootId() + host.pidNamespace() + host.networkNamespace() + host.userId());
    say(host.userName("0") + host.uptime() + host.registryRoot() + host.ephemeralRange());
    say(host.restrictedRanges() + " " + host.presence(ProcessHandle.current().pid()));
    say(host.presence(1) + " " + host.presence(Integer.MAX_VALUE));
  }

  /** Asks when no file can be opened any more; what telling it takes is loaded before. */
  private static void fewDescriptors() throws Exception {
    failToRead(new LinuxHost(new ProcFs(Path.of("/nowhere")), Path.of("/"), Path.of("/")));
    List<FileInputStream> open = new ArrayList<>();
    LinuxHost host = new LinuxHost();
    try {
      while (open.size() < 10_000) {
        open.add(new FileInputStream("/dev/null"));
      }
      say("there is no limit");
    } catch (FileNotFoundException e) {
      failToRead(host);
    } finally {
      for (FileInputStream file : open) {
        file.close();
      }
    }
  }

  private static void failToRead(LinuxHost host) {
    try {
      say(host.bootId());
    } catch (PortManagerException e) {
      say(String.valueOf(e.getMessage()));
    }
  }

  /** Loads the program, says so, and goes on running until it is ended. */
  private static void kernel() throws Exception {
    LinuxProcessKiller killer = new LinuxProcessKiller(Optional.of(KernelMode.ON));
    say(killer.kernelTier().tryNow(Duration.ofSeconds(30)).getClass().getSimpleName());
    System.in.read();
  }

  private static void pin(long pid) {
    try (PinnedProcess pin = new LinuxProcessKiller().pin(pid).orElseThrow()) {
      say("protection " + pin.protection());
      say("weakness " + pin.weakness());
      say("terminate " + pin.terminate());
    }
  }

  private static void launch(List<String> command, int hold) {
    OptionalInt port = hold == 0 ? OptionalInt.empty() : OptionalInt.of(hold);
    Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "WORD", "caf\u00e9");
    AppLauncher launcher = new LinuxAppLauncher();
    System.out.print("before ");
    try {
      launcher.launch(new App(command, environment, port));
    } catch (NoSuchProgramException e) {
      say("found " + e.found() + ": " + e.getMessage());
    }
    // The JVM must still be good for everything.
    look(hold == 0 ? 1 : hold);
    say("alive");
  }

  @SuppressWarnings("SystemOut")
  private static void say(String line) {
    System.out.println(line);
  }
}
