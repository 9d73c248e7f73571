package dev.portmanager.testkit;

import dev.portmanager.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
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
    // The kernel writes a page at a time, and repeats a line where others came in between.
    return sockets.stream().distinct().toList();
  }

  private static Socket parse(Protocol protocol, String line) {
    String[] field = line.trim().split("\\s+", -1);
    String[] local = field[1].split(":", -1);
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
  static Map<String, SortedSet<Long>> holders() {
    Map<String, SortedSet<Long>> holders = new HashMap<>();
    for (long pid : pids()) {
      for (String link : links(Path.of("/proc", "" + pid, "fd"))) {
        if (link.startsWith("socket:[")) {
          String inode = link.substring(8, link.length() - 1);
          holders.computeIfAbsent(inode, i -> new TreeSet<>()).add(pid);
        }
      }
    }
    return holders;
  }

  /** Returns what the descriptors link to: none of a process that has ended or is not ours. */
  private static List<String> links(Path folder) {
    List<String> links = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(folder)) {
      for (Path descriptor : descriptors) {
        links.add(link(descriptor));
      }
    } catch (IOException | DirectoryIteratorException e) {
      return links;
    }
    return links;
  }

  private static String link(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
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
      return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException e) {
      return List.of();
    }
  }
}
