package dev.portmanager.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.ProcessKiller;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who every {@link ProcessKiller} has to name as the owner of a listener, and what of them. */
public abstract class OwnersContract extends HostContract {

  /**
   * How far a start time may be off: systems count from a boot time that they give in whole
   * seconds, and a process's start is rounded once more.
   */
  private static final Duration CLOCK_RESOLUTION = Duration.ofSeconds(2);

  /** For {@link ProcessKillerContract} only. */
  OwnersContract() {}

  @Test
  void tcpListener_onIpv4Loopback_hasItsOneOwner() {
    assertFound(ChildListener.builder().address("127.0.0.1"), Protocol.TCP);
  }

  @Test
  void tcpListener_onIpv4LoopbackThroughIpv6Socket_isReportedWithItsIpv4Address() {
    assertFound(ChildListener.builder().address("127.0.0.1").mapped(), Protocol.TCP);
  }

  @Test
  void tcpListener_onIpv4Wildcard_hasItsOneOwner() {
    assertFound(ChildListener.builder().address("0.0.0.0"), Protocol.TCP);
  }

  @Test
  void tcpListener_onIpv6Loopback_hasItsOneOwner() {
    assumeTrue(ChildListener.supportsIpv6(), "no IPv6 here");
    assertFound(ChildListener.builder().address("::1"), Protocol.TCP);
  }

  @Test
  void tcpListener_onDualStackWildcard_isOneListenerWithOneOwner() {
    assertFound(ChildListener.builder().wildcard(), Protocol.TCP);
  }

  @Test
  void udpListener_onIpv4Loopback_hasItsOneOwner() {
    assertFound(ChildListener.builder().address("127.0.0.1"), Protocol.UDP);
  }

  @Test
  void udpListener_onIpv6Loopback_hasItsOneOwner() {
    assumeTrue(ChildListener.supportsIpv6(), "no IPv6 here");
    assertFound(ChildListener.builder().address("::1"), Protocol.UDP);
  }

  @Test
  void udpListener_onDualStackWildcard_isOneListenerWithOneOwner() {
    assertFound(ChildListener.builder().wildcard(), Protocol.UDP);
  }

  private void assertFound(ChildListener.Builder builder, Protocol protocol) {
    try (ChildListener child = builder.protocol(protocol).start()) {
      Listener listener = Fixtures.only(Fixtures.about(processKiller(), child, protocol));
      assertEquals(protocol, listener.protocol());
      assertEquals(child.address(), listener.address());
      assertEquals(child.pid(), Fixtures.owner(listener).pid());
    }
  }

  @Test
  void ownListener_ofThisProcess_isFound() throws IOException {
    long self = ProcessHandle.current().pid();
    try (ServerSocket server = new ServerSocket(0, 1, Fixtures.LOOPBACK)) {
      ListenerQuery query = ListenerQuery.ofPort(server.getLocalPort(), Protocol.TCP);
      List<Listener> found = Fixtures.about(processKiller(), query, Fixtures.LOOPBACK, self);
      assertEquals(self, Fixtures.owner(Fixtures.only(found)).pid());
    }
  }

  @Test
  void owner_isDescribed() {
    Instant before = Instant.now();
    try (ChildListener child = ChildListener.builder().marker("marked-4711").start()) {
      Instant after = Instant.now();
      ProcessKiller killer = processKiller();
      ProcessInfo owner =
          Fixtures.owner(Fixtures.only(Fixtures.about(killer, child, Protocol.TCP)));
      assertDescribes(owner, before, after);
      try (var pin = Fixtures.pin(killer, child.pid())) {
        assertEquals(child.pid(), pin.process().pid());
        assertDescribes(pin.process(), before, after);
      }
    }
  }

  private void assertDescribes(ProcessInfo process, Instant before, Instant after) {
    assertContains("java", process.name());
    assertContains(ListenerMain.class.getName(), process.commandLine());
    assertContains("marked-4711", process.commandLine());
    assertContains("java", process.executable());
    assertEquals(ProcessHandle.current().pid(), process.parentPid().orElseThrow());
    var host = processKiller().host();
    assertEquals(host.userName(host.userId()), process.user().orElseThrow());
    Instant start = process.startedAt().orElseThrow();
    assertFalse(start.isBefore(before.minus(CLOCK_RESOLUTION)), start + " before " + before);
    assertFalse(start.isAfter(after.plus(CLOCK_RESOLUTION)), start + " after " + after);
  }

  @Test
  void sharedListener_hasEveryProcessThatHoldsIt_onceEach_inOrderOfPid() {
    try (SharedListener shared = Fixtures.shared(startSharedListener(3))) {
      Listener listener = Fixtures.only(aboutShared(shared));
      assertEquals(holders(shared), Fixtures.owners(listener));
    }
  }

  @Test
  void sharedListener_asked_atLeast_namesSomeHolders_andSaysSoIfNotAll() {
    try (SharedListener shared = Fixtures.shared(startSharedListener(3))) {
      var query = ListenerQuery.ofPort(shared.port(), Protocol.TCP);
      Ownership.Known known =
          processKiller().listenersAtLeast(query).stream()
              .map(Listener::ownership)
              .filter(Ownership.Known.class::isInstance)
              .map(Ownership.Known.class::cast)
              .filter(one -> holders(shared).contains(one.owners().get(0).pid()))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no holder named"));
      List<Long> named = known.owners().stream().map(ProcessInfo::pid).toList();
      assertTrue(holders(shared).containsAll(named), named + " of " + holders(shared));
      assertTrue(
          known.caveat().isPresent() || named.equals(holders(shared)),
          () -> "only " + named + " of " + holders(shared) + ", without a caveat");
    }
  }

  @Test
  void owner_thatEndedAndIsNotReaped_isNotNamed() {
    try (SharedListener shared = Fixtures.shared(startSharedListener(1))) {
      long ended = Fixtures.unreaped(shared);
      assertFalse(Fixtures.owners(Fixtures.only(aboutShared(shared))).contains(ended));
    }
  }

  @Test
  void listenerOfAnotherUser_isNamedWithThatUser_orHidden_butNeverMissing() {
    Optional<List<String>> prefix = asOtherUser();
    assumeTrue(prefix.isPresent(), "this process may not start one as another user");
    try (ChildListener child = ChildListener.builder().prefix(prefix.orElseThrow()).start()) {
      ProcessKiller killer = processKiller();
      Listener listener = Fixtures.only(Fixtures.about(killer, child, Protocol.TCP));
      if (listener.ownership() instanceof Ownership.Known) {
        ProcessInfo owner = Fixtures.owner(listener);
        assertEquals(child.pid(), owner.pid());
        assertNotEquals(killer.host().userName(killer.host().userId()), owner.user().orElseThrow());
      } else {
        assertInstanceOf(Ownership.Hidden.class, listener.ownership());
      }
    }
  }

  private List<Listener> aboutShared(SharedListener shared) {
    ListenerQuery query = ListenerQuery.ofPort(shared.port(), Protocol.TCP);
    return Fixtures.about(processKiller(), query, Fixtures.LOOPBACK, shared.master());
  }

  private static List<Long> holders(SharedListener shared) {
    return new TreeSet<>(
            Stream.concat(Stream.of(shared.master()), shared.workers().stream()).toList())
        .stream().toList();
  }

  private static void assertContains(String part, Optional<String> whole) {
    assertTrue(whole.orElse("").contains(part), () -> part + " expected in " + whole);
  }
}
