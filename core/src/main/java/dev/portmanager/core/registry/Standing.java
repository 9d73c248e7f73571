package dev.portmanager.core.registry;

/**
 * Tells whether this process's claims stand in the register, which others may cut short or replace
 * meanwhile. Safe for use by several threads; has no state of its own.
 */
final class Standing {

  private final OwnRegister own;
  private final OwnLeases leases;

  Standing(OwnRegister own, OwnLeases leases) {
    this.own = own;
    this.leases = leases;
  }

  /** Tells whether a lease stands: its slot names its holder, and so does its record. */
  boolean stands(Claim claim) {
    while (true) {
      RegistryFile file = own.current();
      try {
        boolean stands = isNamed(file, claim) && (own.stands(file, claim) || isMended(file, claim));
        if (stands || own.isCurrent(file)) {
          return stands; // else the file was emptied after it was looked at
        }
      } catch (CutShortException e) {
        e.log();
      }
    }
  }

  /**
   * Writes our record again where the slot is ours and the record is another holder's, or none: a
   * process that was stopped just before it committed, until the time of its claim was over, wrote
   * it over ours.
   */
  private boolean isMended(RegistryFile file, Claim claim) {
    if (!own.has(claim) || leases.record(file, claim.port(), claim.word()).isPresent()) {
      return false;
    }
    own.write(file, claim);
    return true;
  }

  private static boolean isNamed(RegistryFile file, Claim claim) {
    return ClaimWord.sameHolder(file.word(claim.port()), claim.word());
  }

  /** Tells whether a claim's slot names its holder, committed or not. */
  boolean isNamed(Claim claim) {
    while (true) {
      try {
        return isNamed(own.current(), claim);
      } catch (CutShortException e) {
        e.log();
      }
    }
  }
}
