package dev.portmanager.os.windows.security;

import dev.portmanager.os.windows.table.MalformedTableException;
import dev.portmanager.reliability.fuzz.Bytes;
import dev.portmanager.reliability.fuzz.Harmless;
import java.nio.ByteBuffer;

/** A security descriptor. */
public final class DescriptorFuzz {

  private DescriptorFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      Descriptor descriptor = Descriptor.decode(new Bytes(input).rest());
      byte[] owner = descriptor.owner().encode();
      Bytes.require(
          Sid.decode(ByteBuffer.wrap(owner), 0).equals(descriptor.owner()),
          "an owner that is another when it is written again: " + descriptor.owner());
    } catch (MalformedTableException e) {
      Harmless.requireMessage(e);
    }
  }
}
