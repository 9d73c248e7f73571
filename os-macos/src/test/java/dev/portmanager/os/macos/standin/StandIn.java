package dev.portmanager.os.macos.standin;

import com.sun.jna.NativeLibrary;
import dev.portmanager.os.macos.Layout;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The stand-in of libSystem: builds it, and lets this JVM take it for the real one. The switch is
 * here alone: production code asks JNA for the library "System", and the JVM for its os.name.
 */
final class StandIn {

  /** Whether to leave out what macOS before 14.2 lacks. */
  enum Age {
    NEW("stand-in"),
    OLD("stand-in-old");

    private final String folder;

    Age(String folder) {
      this.folder = folder;
    }

    Path folder() {
      return target().resolve(folder);
    }
  }

  private static final long DEADLINE_SECONDS = 60;
  private static final String AGE = "standin.age";

  private StandIn() {}

  /** Builds the library and the program that brings the loopback interface up. */
  static void build(Age age) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(age.folder());
    Files.writeString(folder.resolve("layout.h"), Layout.header());
    Path sources = target().resolveSibling("stand-in");
    List<String> command = new ArrayList<>(List.of("gcc", "-std=gnu11", "-O2", "-Wall", "-Wextra"));
    command.addAll(List.of("-Werror", "-fPIC", "-shared", "-pthread", "-I" + folder));
    if (age == Age.OLD) {
      command.add("-DOLD_MACOS");
    }
    command.addAll(List.of("-o", folder.resolve("libSystem.so").toString()));
    for (String file : List.of("processes", "sockets", "libproc", "kqueue", "system")) {
      command.add(sources.resolve(file + ".c").toString());
    }
    run(command);
    String program = loopback().toString();
    run(List.of("gcc", "-Wall", "-o", program, sources.resolve("loopback.c").toString()));
  }

  static Path loopback() {
    return target().resolve("loopback");
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    File output = File.createTempFile("gcc", ".out");
    try {
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(command + " failed: " + Files.readString(output.toPath()));
      }
    } finally {
      Files.delete(output.toPath());
    }
  }

  /** Lets this JVM take the stand-in for libSystem, and itself for one on a Mac. */
  static void select() {
    Age age = Age.valueOf(System.getProperty(AGE, Age.NEW.name()));
    System.setProperty("jna.library.path", age.folder().toString());
    // JNA chooses its own native part by os.name, once, and that part must be Linux's.
    NativeLibrary.getProcess();
    // So does the JDK choose how to start processes, and what options sockets have.
    useProcessesAndSockets();
    System.setProperty("os.name", "Mac OS X");
  }

  private static void useProcessesAndSockets() {
    try (ServerSocketChannel server = ServerSocketChannel.open();
        SocketChannel client = SocketChannel.open();
        DatagramChannel datagrams = DatagramChannel.open();
        ServerSocket socket = new ServerSocket()) {
      List.of(server, client, datagrams).forEach(NetworkChannel::supportedOptions);
      socket.supportedOptions();
      new ProcessBuilder("true").start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The option by which a JVM is given the library of an age. */
  static String option(Age age) {
    return "-D" + AGE + "=" + age.name();
  }

  static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static Path target() {
    try {
      var source = StandIn.class.getProtectionDomain().getCodeSource();
      return Path.of(source.getLocation().toURI()).toAbsolutePath().getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
