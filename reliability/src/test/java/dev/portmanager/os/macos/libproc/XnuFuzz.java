package dev.portmanager.os.macos.libproc;

import dev.portmanager.Protocol;
import dev.portmanager.reliability.fuzz.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The structs of libproc, and the block of a process's arguments. */
public final class XnuFuzz {

  private XnuFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Bytes bytes = new Bytes(input);
    switch (bytes.way(4)) {
      case 0 -> {
        ByteBuffer block = bytes.buffer(ByteOrder.LITTLE_ENDIAN);
        int length = ProcessArguments.commandLine(block, block.capacity()).orElse("").length();
        Bytes.require(length <= 4_096, "a command line of " + length);
      }
      case 1 -> socket(struct(bytes, SocketInfo.SIZE));
      case 2 -> {
        ByteBuffer full = struct(bytes, BsdInfo.FULL_SIZE);
        Bytes.require(BsdInfo.name(full).length() <= 32, "a long name");
        Bytes.require(BsdInfo.startedAt(full).getEpochSecond() >= 0, "a start before 1970");
      }
      default -> {
        ByteBuffer brief = struct(bytes, BsdInfo.SHORT_SIZE);
        Bytes.require(BsdInfo.userId(brief) >= 0, "a user below 0");
        Bytes.require(BsdInfo.command(brief).length() <= 16, "a long command");
        BsdInfo.isSystem(brief);
        Identity.decode(brief);
      }
    }
  }

  private static ByteBuffer struct(Bytes bytes, int size) {
    return ByteBuffer.wrap(bytes.rest(size)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void socket(ByteBuffer info) {
    for (Protocol protocol : Protocol.values()) {
      int port = SocketInfo.listeningPort(info, protocol);
      Bytes.require(port >= 0 && port <= 65_535, "a port of " + port);
      if (port != SocketInfo.NONE) {
        Bytes.requirePort(SocketInfo.address(info, port).getPort());
      }
    }
    SocketInfo.socket(info);
  }
}
