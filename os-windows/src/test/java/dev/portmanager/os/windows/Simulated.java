package dev.portmanager.os.windows;

/** A process of a {@link SimulatedWindows}. */
final class Simulated {
  final long pid;
  final long parent;
  final long createdAt;
  final String name;
  int session = 1;
  int port;
  String folder = "C:\\bin\\";
  boolean denied;
  boolean denyTerminate;
  boolean critical;
  int protection;
  boolean ended;

  Simulated(long pid, long parent, long createdAt, String name) {
    this.pid = pid;
    this.parent = parent;
    this.createdAt = createdAt;
    this.name = name;
  }
}
