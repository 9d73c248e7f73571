package dev.portmanager.os.macos.libproc;

import java.nio.ByteBuffer;

/**
 * What tells a process from every other one since the machine started: {@code struct
 * proc_uniqidentifierinfo} of sys/proc_info_private.h, readable for every user's process.
 *
 * @param uniqueId a count of all processes ever started, kept over exec
 * @param version changes on exec too
 */
public record Identity(long uniqueId, int version) {

  /** {@code PROC_PIDUNIQIDENTIFIERINFO}. */
  static final int FLAVOR = 17;

  static final int SIZE = 56;

  private static final int P_UNIQUEID = 16;
  private static final int P_IDVERSION = 32;

  static Identity decode(ByteBuffer info) {
    return new Identity(info.getLong(P_UNIQUEID), info.getInt(P_IDVERSION));
  }
}
