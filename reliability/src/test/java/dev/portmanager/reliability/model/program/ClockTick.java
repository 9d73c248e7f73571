package dev.portmanager.reliability.model.program;

import dev.portmanager.reliability.model.Turn;
import java.time.Duration;

/** Time passes, twice. */
public final class ClockTick implements Runnable {

  /** Creates the event. */
  public ClockTick() {}

  @Override
  public void run() {
    for (int time = 0; time < 2; time++) {
      Turn.now()
          .pause(
              "7 seconds pass",
              m -> {
                m.passes(Duration.ofSeconds(7));
                return true;
              });
    }
  }
}
