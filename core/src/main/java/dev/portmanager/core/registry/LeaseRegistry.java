package dev.portmanager.core.registry;

import dev.portmanager.Diagnosis;
import dev.portmanager.LeaseInfo;
import dev.portmanager.PortRange;
import dev.portmanager.ReleaseOutcome;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The record of who has which port. A lease is made in two steps, so that the port can be probed
 * between them while nobody else can take it: {@link #tryClaim} and {@link #commit} (or {@link
 * #withdraw}).
 *
 * <p>Every method throws {@link dev.portmanager.LeaseRegistryException} if the record cannot be
 * read or written, and none waits for another process. Safe for use by several threads.
 */
public interface LeaseRegistry extends AutoCloseable {

  /**
   * Tries to take a port, without telling anyone yet for whom.
   *
   * @param port 1 to 65535
   * @param terms for whom, and for how long
   * @return the claim, or why there is none
   */
  Attempt tryClaim(int port, Terms terms);

  /**
   * Makes a claim a lease: from now on others see for whom it is.
   *
   * @param claim a claim of {@link #tryClaim} that was neither committed nor withdrawn
   * @return the lease; empty if the claim was lost on the way, since the record itself was replaced
   *     and another claimed the port there
   */
  Optional<LeaseInfo> commit(Claim claim);

  /**
   * Gives up a claim that was not committed, without a trace.
   *
   * @param claim the claim
   */
  void withdraw(Claim claim);

  /**
   * Ends a lease. The port is then kept from other applications for the cool-down.
   *
   * @param claim the claim behind it
   * @return whether it still stood
   */
  boolean release(Claim claim);

  /**
   * Tells whether a lease still stands: it was not released by force, nor lost.
   *
   * @param claim the claim behind it
   * @return true if so
   */
  boolean stands(Claim claim);

  /**
   * Looks for a lease that was given out on the same terms to this application (for a time, or for
   * the same other process) and starts its time again.
   *
   * @param terms for whom, and for how long
   * @param range where to look
   * @return the claim behind that lease; empty if there is none
   */
  Optional<Claim> renew(Terms terms, PortRange range);

  /**
   * Returns the port that an application had last.
   *
   * @param app its name
   * @param range where to look
   * @return the port, whoever has it now
   */
  OptionalInt lastPort(String app, PortRange range);

  /**
   * Returns the ports that were released less than a time ago, and are not leased again.
   *
   * @param range where to look
   * @param cooldown the time
   * @return the ports, each as the bit of its number; the caller's to change
   */
  BitSet cooling(PortRange range, Duration cooldown);

  /**
   * Returns the live lease of a port, of whatever process and user.
   *
   * @param port 1 to 65535
   * @return the lease, if there is one
   */
  Optional<LeaseInfo> leaseOf(int port);

  /**
   * Returns every live lease, of whatever process and user.
   *
   * @return in order of port
   */
  List<LeaseInfo> leases();

  /**
   * Ends a lease that another process of this user holds.
   *
   * @param lease the lease, as {@link #leases()} shows it
   * @param force whether to end it although its process lives
   * @return what became of it
   */
  ReleaseOutcome release(LeaseInfo lease, boolean force);

  /**
   * Tells what leases are unique within, and where they are recorded.
   *
   * @return the finding
   */
  Diagnosis diagnose();

  /**
   * Lets go of files until the next call. Leases that were not released stay as they are: given out
   * ones outlive this object.
   */
  @Override
  void close();
}
