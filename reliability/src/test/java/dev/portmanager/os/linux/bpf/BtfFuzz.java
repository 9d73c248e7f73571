package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.reliability.fuzz.Bytes;
import dev.portmanager.reliability.fuzz.Harmless;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The kernel's types, and the rows of its iterator. */
public final class BtfFuzz {

  private BtfFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws ReflectiveOperationException {
    Bytes bytes = new Bytes(input);
    try {
      if (bytes.way(2) == 0) {
        KernelLayout layout = KernelLayout.of(Btf.parse(bytes.rest()));
        check(layout);
        if (layout.tables().isPresent()) {
          check(layout.tables().get());
        }
      } else {
        rows(bytes.buffer(ByteOrder.nativeOrder()));
      }
    } catch (UnavailableException e) { // MalformedBtfException is one
      Harmless.requireMessage(e);
    }
  }

  private static void check(Record layout) throws ReflectiveOperationException {
    for (RecordComponent place : layout.getClass().getRecordComponents()) {
      if (place.getAccessor().invoke(layout) instanceof Integer offset) {
        Bytes.require(offset >= 0, place.getName() + " at " + offset);
      }
    }
  }

  private static void rows(ByteBuffer rows) throws UnavailableException {
    Holdings holdings = new Holdings(new LongSet(1, 2), 1);
    holdings.decode(rows, 0, rows.capacity());
    holdings.areAccountedFor();
    for (OwnerHit hit : holdings.result().hits()) {
      Bytes.require(hit.pid() > 0 && hit.descriptor() >= 0, "an owner of " + hit);
    }
  }
}
