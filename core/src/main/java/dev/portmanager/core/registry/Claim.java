package dev.portmanager.core.registry;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

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

  // Written out, since what Java 17 makes of a component of a type of ours stays in a static cache
  // of the JDK, and with it the class loader of an application that was undeployed.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Claim claim
        && port == claim.port
        && word == claim.word
        && record.equals(claim.record);
  }

  @Override
  public int hashCode() {
    return 31 * port + Long.hashCode(word);
  }
}
