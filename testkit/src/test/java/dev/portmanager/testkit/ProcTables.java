package dev.portmanager.testkit;

import dev.portmanager.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Reads sockets and their holders from /proc, slowly and plainly: proc(5). */
final class ProcTables {

  private static final String LISTEN = "0A";

  private ProcTables() {}

  /** A socket; {@code inode} is what the holders' descriptors link to. */
  record Socket(Protocol protocol, InetSocketAddress address, boolean listens, String inode) {}

  static List<Socket> sockets(Protocol protocol) {
    List<Socket> sockets = new ArrayList<>();
    String name = protocol == Protocol.TCP ? "tcp" : "udp";
    for (Path table : List.of(Path.of("/proc/net", name), Path.of("/proc/net", name + "6"))) {
      try {
        if (Files.exists(table)) {
          Files.readAllLines(table).stream().skip(1).forEach(l -> sockets.add(parse(protocol, l)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + table, e);
      }
    }
    return sockets;
  }

  private static Socket parse(Protocol protocol, String line) {
    String[] field = line.trim().split("\\s+");
    String[] local = field[1].split(":");
    boolean listens = protocol == Protocol.UDP || field[3].equals(LISTEN);
    int port = Integer.parseInt(local[1], 16);
    return new Socket(protocol, new InetSocketAddress(address(local[0]), port), listens, field[9]);
  }

  /** Reads 32-bit words, each written as the number that it is on a little-endian machine. */
  private static InetAddress address(String hex) {
    ByteBuffer bytes = ByteBuffer.allocate(hex.length() / 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < hex.length(); i += 8) {
      bytes.putInt(Integer.parseUnsignedInt(hex, i, i + 8, 16));
    }
    try {
      return InetAddress.getByAddress(bytes.array());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + hex, e);
    }
  }

  /** Returns the pids of the processes that hold each socket, by inode. */
  static Map<String, TreeSet<Long>> holders() {
    Map<String, TreeSet<Long>> holders = new HashMap<>();
    for (long pid : pids()) {
      try (DirectoryStream<Path> descriptors =
          Files.newDirectoryStream(Path.of("/proc", "" + pid, "fd"))) {
        for (Path descriptor : descriptors) {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:[")) {
            String inode = target.substring(8, target.length() - 1);
            holders.computeIfAbsent(inode, i -> new TreeSet<>()).add(pid);
          }
        }
      } catch (IOException | java.nio.file.DirectoryIteratorException e) {
        continue; // It has ended or is not ours, which must not fail the scan.
      }
    }
    return holders;
  }

  static List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      processes.forEach(process -> pids.add(Long.valueOf(process.getFileName().toString())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list /proc", e);
    }
    return pids;
  }

  /** Returns the fields of /proc/PID/stat from the state on; empty if there is no such process. */
  static List<String> stat(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
      return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    } catch (IOException e) {
      return List.of();
    }
  }
}
