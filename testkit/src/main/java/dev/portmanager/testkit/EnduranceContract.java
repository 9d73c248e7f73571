package dev.portmanager.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Listener;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.ProcessKiller;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What every {@link ProcessKiller} has to bear: haste, company and a long life. */
public abstract class EnduranceContract extends WaitContract {

  private static final int LOOKUPS = 500;

  /** Less than one in fifty: what the JVM itself opens meanwhile. A leak is one in one, or two. */
  private static final int STRAY_DESCRIPTORS = 9;

  /** For {@link ProcessKillerContract} only. */
  EnduranceContract() {}

  @Test
  void lookUps_amongThousandsOfShortProcesses_findTheListenerEachTime()
      throws IOException, InterruptedException {
    try (ChildListener child = ChildListener.builder().start()) {
      ProcessKiller killer = processKiller();
      int rounds = manyShortProcesses().isPresent() ? 1 : 30;
      for (int i = 0; i < rounds; i++) {
        lookUpDuring(startCrowd(), killer, child);
      }
    }
  }

  private static void lookUpDuring(Process crowd, ProcessKiller killer, ChildListener child)
      throws InterruptedException {
    try {
      do {
        assertFindsOwner(killer, child);
        killer.childrenOf(crowd.pid());
      } while (crowd.isAlive());
      assertEquals(0, crowd.waitFor(), "the crowd did not run to its end");
    } finally {
      crowd.destroyForcibly();
    }
  }

  private Process startCrowd() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = manyShortProcesses().orElse(List.of(java, "-version"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void manyLookUpsAndPins_leaveNoDescriptorOpen() {
    assumeTrue(openDescriptors().isPresent(), "this system does not tell how many are open");
    try (ChildListener child = ChildListener.builder().start()) {
      ProcessKiller killer = processKiller();
      useOften(killer, child, 5);
      long before = descriptors();
      useOften(killer, child, LOOKUPS);
      long after = descriptors();
      assertTrue(after - before <= STRAY_DESCRIPTORS, before + " open before, " + after + " after");
    }
  }

  private void useOften(ProcessKiller killer, ChildListener child, int times) {
    for (int i = 0; i < times; i++) {
      assertFindsOwner(killer, child);
      try (var pin = Fixtures.pin(killer, child.pid())) {
        assertTrue(pin.listensOn(Protocol.TCP, child.port()));
      }
      assertTrue(killer.pin(Fixtures.PIDS_OF_NOBODY.get(0)).isEmpty());
      killer.host().presence(child.pid());
      killer.childrenOf(child.pid());
    }
  }

  private long descriptors() {
    OptionalLong open = openDescriptors();
    return open.orElseThrow();
  }

  @Test
  void lookUps_ofSeveralThreads_areAllRight() throws ExecutionException, InterruptedException {
    List<ChildListener> children = Collections.synchronizedList(new ArrayList<>());
    try {
      ProcessKiller killer = processKiller();
      List<CompletableFuture<Integer>> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ChildListener child = ChildListener.builder().start();
        children.add(child);
        threads.add(Fixtures.inThread(() -> lookUp(killer, child)));
      }
      for (CompletableFuture<Integer> thread : threads) {
        assertEquals(50, thread.get());
      }
    } finally {
      children.forEach(ChildListener::close);
    }
  }

  private static int lookUp(ProcessKiller killer, ChildListener child) {
    int done = 0;
    while (done < 50) {
      assertFindsOwner(killer, child);
      done++;
    }
    return done;
  }

  @Test
  void backEnd_createdAgain_worksBesideTheFirst() {
    try (ChildListener child = ChildListener.builder().start()) {
      for (ProcessKiller killer : List.of(processKiller(), processKiller())) {
        assertFindsOwner(killer, child);
      }
    }
  }

  @Test
  void emptyAnswer_isAnEmptyList_forPortsThatNobodyHas() {
    try (ChildListener child = ChildListener.builder().start()) {
      child.kill();
      var query = ListenerQuery.ofPort(child.port(), Protocol.TCP);
      var address = child.address().getAddress();
      List<Listener> found = Fixtures.about(processKiller(), query, address, child.pid());
      assertEquals(List.of(), found);
    }
  }

  private static void assertFindsOwner(ProcessKiller killer, ChildListener child) {
    Listener listener = Fixtures.only(Fixtures.about(killer, child, Protocol.TCP));
    assertEquals(child.pid(), Fixtures.owner(listener).pid());
  }
}
