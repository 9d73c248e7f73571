package dev.portmanager.core.registry;

import dev.portmanager.spi.Host;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the records of this process's claims. Safe for use by several threads: it counts. */
final class NewRecords {

  private final Host host;
  private final long ownPid;

  /** Several managers of one process begin with different numbers, most often. */
  private final AtomicInteger number =
      new AtomicInteger((int) (ThreadLocalRandom.current().nextLong() >>> 8));

  NewRecords(Host host) {
    this.host = host;
    this.ownPid = host.pid();
  }

  /** Makes a record of now, with the word that stands for its tenure. */
  LeaseRecord of(Terms terms) {
    long id = ThreadLocalRandom.current().nextLong() | 1;
    long now = System.currentTimeMillis();
    if (terms.tenure() instanceof Tenure.OfProcess process) {
      long word =
          ClaimWord.ofLease(
              ClaimWord.ofProcess(process.pid(), process.startTime()), number.getAndIncrement());
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
