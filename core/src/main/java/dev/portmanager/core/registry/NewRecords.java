package dev.portmanager.core.registry;

import dev.portmanager.spi.Host;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the records of this process's claims. Immutable. */
final class NewRecords {

  private final Host host;
  private final long ownPid;

  NewRecords(Host host) {
    this.host = host;
    this.ownPid = host.pid();
  }

  /** Makes a record of now, with the word that stands for its tenure. */
  LeaseRecord of(Terms terms) {
    long id = ThreadLocalRandom.current().nextLong() | 1;
    long now = System.currentTimeMillis();
    if (terms.tenure() instanceof Tenure.OfProcess process) {
      long word = ClaimWord.ofProcess(process.pid(), process.startTime());
      LeaseRecord.Kind kind =
          process.givenOut() ? LeaseRecord.Kind.OTHER_PROCESS : LeaseRecord.Kind.OWN_PROCESS;
      return new LeaseRecord(word, id, now, process.startTime(), ownPid, kind, terms.app());
    }
    long word = ClaimWord.ofTime(id >>> 32, end((Tenure.OfTime) terms.tenure()));
    return new LeaseRecord(word, id, now, 0, ownPid, LeaseRecord.Kind.TIME, terms.app());
  }

  private long end(Tenure.OfTime time) {
    return host.uptime().plus(time.duration()).toSeconds() + 1;
  }
}
