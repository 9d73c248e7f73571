package dev.portmanager.core.registry;

import static java.util.Objects.requireNonNull;

/**
 * A port taken in the register.
 *
 * @param port the port
 * @param word what stands in the port's slot: who holds it
 * @param record what is, or will be, written about it
 */
public record Claim(int port, long word, LeaseRecord record) {

  /** Checks that nothing is null. */
  public Claim {
    requireNonNull(record, "record");
  }
}
