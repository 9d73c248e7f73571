package dev.portmanager.core.registry;

import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRequest;
import dev.portmanager.reliability.fuzz.Bytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A slot with its record, in our own register or in that of another user; then all that is read of
 * it. The first byte chooses the register, two the port, 16 are the slot, the rest is the record.
 */
public final class SlotsFuzz {

  private static final int SLOT = RegistryFile.SLOT_SIZE;

  private static final Path ROOT = root();
  private static final LeaseRegistry OWN = open(FuzzHost.OWN);
  private static final LeaseRegistry OTHER = open(FuzzHost.OTHER);

  private SlotsFuzz() {}

  private static Path root() {
    try {
      return Files.createTempDirectory("fuzz-registers");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LeaseRegistry open(String user) {
    return LeaseRegistries.open(Optional.empty(), new FuzzHost(user, ROOT), lease -> {});
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Bytes bytes = new Bytes(input);
    ByteBuffer rest = ByteBuffer.wrap(bytes.rest(2 + SLOT + LeaseRecord.SIZE));
    int port = Math.max(1, Short.toUnsignedInt(rest.getShort()));
    byte[] slot = new byte[SLOT];
    byte[] record = new byte[LeaseRecord.SIZE];
    rest.get(slot).get(record);
    String user = bytes.way(2) == 0 ? FuzzHost.OTHER : FuzzHost.OWN;
    Path file =
        ROOT.resolve(RegistryPlace.FOLDER_PREFIX + user)
            .resolve(RegistryPlace.fileName(new FuzzHost(user, ROOT), "pid"));
    try (RandomAccessFile register = new RandomAccessFile(file.toFile(), "rw")) {
      write(register, port, slot, RegisterFuzz.sealed(record));
      look(port);
      write(register, port, new byte[SLOT], new byte[LeaseRecord.SIZE]);
    }
  }

  private static void write(RandomAccessFile register, int port, byte[] slot, byte[] record)
      throws IOException {
    register.seek(RegistryFile.RECORDS + (long) port * LeaseRecord.SIZE);
    register.write(record);
    register.seek(RegistryFile.HEADER_SIZE + (long) port * SLOT);
    register.write(slot);
  }

  private static void look(int port) {
    List<LeaseInfo> seen = new ArrayList<>(OWN.leases());
    OWN.leaseOf(port).ifPresent(seen::add);
    for (LeaseInfo lease : seen) {
      Bytes.require(lease.port() == port, "another port: " + lease);
      Bytes.require(lease.pid() > 0, "a lease of process " + lease.pid());
      Bytes.requirePid(lease.pid());
      LeaseRequest.requireAppName(lease.app());
    }
    Terms terms = new Terms("web", new Tenure.OfTime(Duration.ofSeconds(9)), Duration.ZERO);
    if (OWN.tryClaim(port, terms) instanceof Attempt.Granted granted) {
      OWN.commit(granted.claim());
      OWN.release(granted.claim());
    }
    Bytes.require(OTHER != null, "the register of the other user is open");
  }
}
