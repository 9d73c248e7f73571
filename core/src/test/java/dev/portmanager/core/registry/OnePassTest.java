package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.LeaseInfo;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listing many leases asks the machine little, and clears nothing on what it knew before. */
class OnePassTest {

  private static final long OTHER = 4711;
  private static final int PORTS = 50;

  @TempDir Path folder;
  private final SimulatedHost machine = SimulatedHost.of("1000", Optional.empty());
  private final List<String> asked = new ArrayList<>();
  private final List<LeaseInfo> expired = new ArrayList<>();
  private LongFunction<Presence> presence = machine::presence;

  /** The machine, with a note of what it is asked. */
  private final Host host =
      (Host)
          Proxy.newProxyInstance(
              Host.class.getClassLoader(),
              new Class<?>[] {Host.class},
              (proxy, method, arguments) -> {
                asked.add(method.getName());
                if (method.getName().equals("presence")) {
                  return presence.apply((Long) arguments[0]);
                }
                try {
                  return method.invoke(machine, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });

  private LeaseRegistry registry;

  @BeforeEach
  void open() {
    registry = LeaseRegistries.open(Optional.of(folder.resolve("r")), host, expired::add);
  }

  private void lease(int port, Tenure tenure) {
    Attempt attempt = registry.tryClaim(port, new Terms("app" + port, tenure, Duration.ZERO));
    assertThat(attempt).isInstanceOf(Attempt.Granted.class);
    assertThat(registry.commit(((Attempt.Granted) attempt).claim())).isPresent();
  }

  @Test
  void machineIsAskedOnceForEachProcessAndForTheTime() {
    machine.starts(OTHER, 5);
    for (int port = 8050; port < 8050 + PORTS; port++) {
      lease(port, new Tenure.OfProcess(OTHER, 5, true));
      lease(port + PORTS, new Tenure.OfTime(Duration.ofMinutes(1)));
    }
    asked.clear();
    assertThat(registry.leases()).hasSize(2 * PORTS);
    assertThat(asked).filteredOn("presence"::equals).hasSize(1);
    assertThat(asked).filteredOn("uptime"::equals).hasSize(1);

    machine.ends(OTHER);
    machine.uptime = machine.uptime.plusSeconds(120);
    assertThat(registry.leases()).as("nothing is remembered for the next").isEmpty();
    assertThat(expired).hasSize(2 * PORTS);
  }

  @Test
  void processThatStartsInTheMiddle_keepsItsLease() {
    machine.starts(OTHER, 5);
    lease(8050, new Tenure.OfProcess(OTHER, 5, true));
    lease(8051, new Tenure.OfProcess(OTHER, 9, true));
    // At first nobody has that number; then a process does that had leased 8051.
    List<Presence> answers =
        new ArrayList<>(List.of(new Presence.Gone(), new Presence.Running(9, "1000")));
    presence = pid -> pid == OTHER && answers.size() > 1 ? answers.remove(0) : answers.get(0);

    assertThat(registry.leases()).extracting(LeaseInfo::port).containsExactly(8051);
    assertThat(expired).extracting(LeaseInfo::port).containsExactly(8050);
    assertThat(registry.leaseOf(8051)).isPresent();
  }
}
