package dev.portmanager.reliability.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes an input of the fuzzer apart: the first byte chooses, what is behind it is decoded. */
public final class Bytes {

  private final byte[] input;

  /**
   * Creates an object.
   *
   * @param input what the fuzzer made
   */
  public Bytes(byte[] input) {
    this.input = input;
  }

  /**
   * Returns what is chosen.
   *
   * @param ways how many there are to choose from
   * @return 0 to {@code ways - 1}
   */
  public int way(int ways) {
    return input.length == 0 ? 0 : (input[0] & 0xFF) % ways;
  }

  /** Returns what is behind the choice. */
  public byte[] rest() {
    return Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
  }

  /** Returns so much of what is behind the choice, with zeros where there is less. */
  public byte[] rest(int length) {
    return Arrays.copyOf(rest(), length);
  }

  /** Returns what is behind the choice as a buffer that ends where it does. */
  public ByteBuffer buffer(ByteOrder order) {
    return ByteBuffer.wrap(rest()).order(order);
  }

  /** Returns what is behind the choice as text, a character a byte. */
  public String text() {
    return new String(rest(), StandardCharsets.ISO_8859_1);
  }

  /**
   * Fails if a condition does not hold.
   *
   * @param holds whether it does
   * @param what what is wrong if not
   */
  public static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /**
   * Fails if a number can be no process id.
   *
   * @param pid the number
   */
  public static void requirePid(long pid) {
    require(pid >= 0 && pid <= 0xFFFF_FFFFL, "a process id of " + pid);
  }

  /**
   * Fails if a number can be no port.
   *
   * @param port the number
   */
  public static void requirePort(int port) {
    require(port >= 1 && port <= 65_535, "a port of " + port);
  }
}
