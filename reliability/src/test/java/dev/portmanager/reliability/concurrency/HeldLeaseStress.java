package dev.portmanager.reliability.concurrency;

import dev.portmanager.LeaseRequest;
import dev.portmanager.PortLease;
import dev.portmanager.PortUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** One thread opens the server of a held lease while another closes the lease. */
@JCStressTest
@Outcome(id = "opened", expect = Expect.ACCEPTABLE, desc = "the server was opened before")
@Outcome(id = "refused", expect = Expect.ACCEPTABLE, desc = "the lease had ended")
@State
public class HeldLeaseStress {

  private final PortLease lease =
      SharedManager.get().lease(LeaseRequest.builder(SharedManager.nextApp()).hold(true).build());
  private Optional<ServerSocketChannel> server = Optional.empty();

  /** The first thread. */
  @Actor
  public void open() {
    try {
      server = Optional.of(lease.open());
    } catch (IllegalStateException | PortUnavailableException e) {
      server = Optional.empty(); // it had ended
    }
  }

  /** The second thread. */
  @Actor
  public void close() {
    lease.close();
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    String outcome = server.isPresent() ? "opened" : "refused";
    try {
      if (server.isPresent()) {
        server.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    verdict.r1 = SharedManager.get().isPortInUse(lease.port()) ? "a socket was left" : outcome;
  }
}
