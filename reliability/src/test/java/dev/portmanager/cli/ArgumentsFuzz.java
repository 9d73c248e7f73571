package dev.portmanager.cli;

import dev.portmanager.reliability.fuzz.Bytes;
import java.nio.charset.StandardCharsets;

/** Command lines: words, each ended by a line end. */
public final class ArgumentsFuzz {

  private static final int MOST_WORDS = 12;

  private ArgumentsFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Bytes bytes = new Bytes(input);
    String line = new String(bytes.rest(), StandardCharsets.UTF_8);
    new StubbedCli("x", false).run(line.split("\n", MOST_WORDS));
  }
}
