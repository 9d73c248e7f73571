package dev.portmanager.os.linux.procfs;

import dev.portmanager.Protocol;
import dev.portmanager.os.linux.netlink.SocketRow;
import dev.portmanager.reliability.fuzz.Bytes;
import dev.portmanager.reliability.fuzz.Harmless;
import java.util.Optional;

/** The files of /proc, one at a time. */
public final class ProcTextFuzz {

  private ProcTextFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Bytes bytes = new Bytes(input);
    try {
      decode(bytes.way(10), bytes.text(), bytes.rest());
    } catch (MalformedProcFileException e) {
      Harmless.requireMessage(e);
    }
  }

  private static void decode(int way, String text, byte[] raw) {
    switch (way) {
      case 0 -> {
        ProcStat stat = ProcStat.parse(text);
        Bytes.require(
            stat.pid() >= 0 && stat.parentPid() >= 0 && stat.startTicks() >= 0, stat.toString());
      }
      case 1 -> {
        ProcStatus status = ProcStatus.parse(text);
        Bytes.require(status.userId() >= 0 && status.userId() <= 0xFFFF_FFFFL, status.toString());
        Bytes.require(status.groups().stream().allMatch(group -> group >= 0), status.toString());
      }
      case 2 -> {
        int length = ProcessReader.commandLine(raw).length();
        Bytes.require(length <= ProcessReader.LONGEST_COMMAND, "a command line of " + length);
      }
      case 3 -> {
        ControlGroups groups = ControlGroups.parse(text);
        Bytes.require(
            groups.container().map(String::length).orElse(64) == 64, "a container: " + groups);
      }
      case 4 -> ControlGroups.mountPoint(text);
      case 5 -> ProcMount.parse(text);
      case 6 -> Bytes.require(!Uptime.parse(text).isNegative(), "an uptime below 0");
      case 7 -> {
        LoginNames.parse(text);
        ProcLimits.softOpenFiles(text);
        ClockTicks.perSecond(raw);
      }
      case 8 -> SocketTable.requireHeader(text);
      default -> socket(text);
    }
  }

  private static void socket(String text) {
    Optional<SocketRow> row = SocketTable.parse(Protocol.UDP, text);
    int port = row.map(found -> found.address().getPort()).orElse(1);
    Bytes.require(port >= 0 && port <= 65_535, "a port of " + port);
    Bytes.require(row.map(SocketRow::inode).orElse(0L) >= 0, "an inode below 0: " + row);
  }
}
