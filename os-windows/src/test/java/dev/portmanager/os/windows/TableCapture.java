package dev.portmanager.os.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.portmanager.os.windows.jna.IpHlpApi;
import dev.portmanager.os.windows.jna.NtDll;
import dev.portmanager.os.windows.jna.Win32;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stores the bytes that the system gives for known sockets, as the fixtures that the decoders are
 * tested on everywhere: on Windows, {@code java -cp ... TableCapture FOLDER PORT}.
 */
final class TableCapture {

  private static final Win32 WIN32 = Win32.real();
  private static final int SIZE = 262_144;
  private static final String[] ADDRESSES = {"127.0.0.1", "::1"};

  private TableCapture() {}

  /** Stores the tables into a folder; the sockets have the ports from one on. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int port = Integer.parseInt(args[1]);
    // An IPv4 socket, an IPv6 one, and Java's usual one on 127.0.0.1 and on the wildcard.
    try (ServerSocketChannel ipv4 = ServerSocketChannel.open(StandardProtocolFamily.INET);
        ServerSocketChannel ipv6 = ServerSocketChannel.open();
        ServerSocketChannel mapped = ServerSocketChannel.open();
        ServerSocketChannel dual = ServerSocketChannel.open();
        DatagramChannel udp4 = DatagramChannel.open(StandardProtocolFamily.INET);
        DatagramChannel udp6 = DatagramChannel.open()) {
      ipv4.bind(at(ADDRESSES[0], port));
      ipv6.bind(at(ADDRESSES[1], port + 1));
      mapped.bind(at(ADDRESSES[0], port + 2));
      dual.bind(new InetSocketAddress(port + 3));
      udp4.bind(at(ADDRESSES[0], port + 4));
      udp6.bind(at(ADDRESSES[1], port + 5));
      for (int family : new int[] {IpHlpApi.AF_INET, IpHlpApi.AF_INET6}) {
        String name = family == IpHlpApi.AF_INET ? "4.bin" : "6.bin";
        Files.write(folder.resolve("tcp" + name), tcp(family));
        Files.write(folder.resolve("udp" + name), udp(family));
      }
      Files.write(folder.resolve("processes.bin"), processes());
      System.out.println(ProcessHandle.current().pid());
    }
  }

  private static InetSocketAddress at(String address, int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  private static byte[] tcp(int family) {
    try (Memory table = new Memory(SIZE)) {
      int tableClass = IpHlpApi.TCP_TABLE_OWNER_MODULE_LISTENER;
      check(
          WIN32
              .ipHlpApi()
              .get()
              .GetExtendedTcpTable(table, new int[] {SIZE}, false, family, tableClass, 0));
      return rows(table, family == IpHlpApi.AF_INET ? 160 : 192);
    }
  }

  private static byte[] udp(int family) {
    try (Memory table = new Memory(SIZE)) {
      int tableClass = IpHlpApi.UDP_TABLE_OWNER_MODULE;
      check(
          WIN32
              .ipHlpApi()
              .get()
              .GetExtendedUdpTable(table, new int[] {SIZE}, false, family, tableClass, 0));
      return rows(table, family == IpHlpApi.AF_INET ? 160 : 176);
    }
  }

  private static byte[] rows(Memory table, int size) {
    return table.getByteArray(0, 8 + table.getInt(0) * size);
  }

  /** The names lie behind addresses: so where the bytes lay is stored before them, in 8 bytes. */
  private static byte[] processes() {
    try (Memory table = new Memory(SIZE)) {
      int[] length = new int[1];
      check(
          WIN32
              .ntDll()
              .get()
              .NtQuerySystemInformation(NtDll.SYSTEM_PROCESSES, table, SIZE, length));
      return ByteBuffer.allocate(Long.BYTES + length[0])
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(Pointer.nativeValue(table))
          .put(table.getByteArray(0, length[0]))
          .array();
    }
  }

  private static void check(int code) {
    if (code != 0) {
      throw new IllegalStateException("error " + code);
    }
  }
}
