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

  /** Written out, as {@link #hashCode} is, for the reason that {@link LeaseRecord#equals} gives. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Claim that
        && port == that.port
        && word == that.word
        && record.equals(that.record);
  }

  @Override
  public int hashCode() {
    return 31 * port + record.hashCode();
  }
}
