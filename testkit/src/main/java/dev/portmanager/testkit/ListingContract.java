package dev.portmanager.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Listener;
import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.ProcessKiller;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which sockets every {@link ProcessKiller} has to list, and which not. */
public abstract class ListingContract extends OwnersContract {

  /** For {@link ProcessKillerContract} only. */
  ListingContract() {}

  @Test
  void severalPortsOfOneProcess_areOneListenerEach() {
    try (ChildListener child = ChildListener.builder().count(4).start()) {
      List<Listener> found = of(child, ListenerQuery.ofPorts(child.ports(), Protocol.TCP));
      assertEquals(sorted(child.ports()), ports(found));
      assertEquals(4, found.size());
      found.forEach(listener -> assertEquals(child.pid(), Fixtures.owner(listener).pid()));
    }
  }

  @Test
  void range_givesItsListenersInOnePass_andNoneOutside() {
    try (ChildListener one = ChildListener.builder().count(3).start();
        ChildListener two = ChildListener.builder().count(3).start()) {
      SortedSet<Integer> all = sorted(one.ports());
      all.addAll(two.ports());
      // All but the lowest and the highest: the range has listeners of ours on both sides.
      PortRange range = new PortRange(all.first() + 1, all.last() - 1);
      List<Listener> found = processKiller().listeners(ListenerQuery.ofRange(range, Protocol.TCP));
      found.forEach(listener -> assertTrue(range.contains(listener.port()), listener + ""));
      found.forEach(listener -> assertEquals(Protocol.TCP, listener.protocol()));
      for (ChildListener child : List.of(one, two)) {
        SortedSet<Integer> expected = sorted(child.ports());
        expected.removeIf(port -> !range.contains(port));
        assertEquals(expected, ports(ownedBy(child.pid(), found)));
      }
    }
  }

  @Test
  void portsOutOfOrderAndRangesThatOverlap_giveEachListenerOnce() {
    try (ChildListener child = ChildListener.builder().count(2).start()) {
      SortedSet<Integer> ports = sorted(child.ports());
      List<PortRange> ranges =
          List.of(
              PortRange.of(ports.last()),
              new PortRange(ports.first(), ports.last()),
              PortRange.of(ports.first()));
      List<Listener> found = of(child, new ListenerQuery(ranges, Set.of(Protocol.TCP)));
      assertEquals(2, found.size(), found + "");
      assertEquals(ports, ports(found));
    }
  }

  @Test
  void bothProtocols_areGivenWhereBothAreAskedFor_andOneWhereOneIs() {
    try (ChildListener tcp = ChildListener.builder().start();
        ChildListener udp = ChildListener.builder().protocol(Protocol.UDP).start()) {
      List<Integer> ports = List.of(tcp.port(), udp.port());
      var both = ListenerQuery.ofPorts(ports, Protocol.TCP, Protocol.UDP);
      assertEquals(Protocol.TCP, Fixtures.only(of(tcp, both)).protocol());
      assertEquals(Protocol.UDP, Fixtures.only(of(udp, both)).protocol());
      assertEquals(1, of(tcp, ListenerQuery.ofPorts(ports, Protocol.TCP)).size());
      assertEquals(0, of(udp, ListenerQuery.ofPorts(ports, Protocol.TCP)).size());
      assertEquals(0, of(tcp, ListenerQuery.ofPorts(ports, Protocol.UDP)).size());
    }
  }

  @Test
  void socketsThatShareAPort_areTwoListenersWithOneOwnerEach() {
    assumeTrue(ChildListener.supportsReusePort(), "no SO_REUSEPORT here");
    try (ChildListener one = ChildListener.builder().reusePort().start();
        ChildListener two = ChildListener.builder().reusePort().port(one.port()).start()) {
      var query = ListenerQuery.ofPort(one.port(), Protocol.TCP);
      List<Listener> found = processKiller().listeners(query);
      Listener first = Fixtures.only(ownedBy(one.pid(), found));
      Listener second = Fixtures.only(ownedBy(two.pid(), found));
      assertEquals(one.pid(), Fixtures.owner(first).pid());
      assertEquals(two.pid(), Fixtures.owner(second).pid());
      assertEquals(first.address(), second.address());
    }
  }

  @Test
  void listenerWithConnections_isStillOneListener() throws IOException {
    try (ChildListener child = ChildListener.builder().start();
        Socket client = connected(child.address());
        Socket another = connected(child.address())) {
      assertTrue(client.isConnected() && another.isConnected());
      List<Listener> found = Fixtures.about(processKiller(), child, Protocol.TCP);
      assertEquals(child.pid(), Fixtures.owner(Fixtures.only(found)).pid());
    }
  }

  @Test
  void clientWhoseLocalPortIsAskedFor_isNoListener() throws IOException {
    try (ChildListener child = ChildListener.builder().start();
        Socket client = connected(child.address())) {
      assertEquals(List.of(), onLoopback(client.getLocalPort()));
    }
  }

  @Test
  void tcpSocketThatIsBoundAndDoesNotListen_isNoListener() throws IOException {
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(Fixtures.LOOPBACK, 0));
      assertEquals(List.of(), onLoopback(bound.getLocalPort()));
    }
  }

  @Test
  void portThatWasGivenBack_hasNoListener() {
    try (ChildListener child = ChildListener.builder().start()) {
      assertEquals(1, Fixtures.about(processKiller(), child, Protocol.TCP).size());
      child.closeSockets();
      assertEquals(List.of(), onLoopback(child.port()));
    }
  }

  @Test
  void listenersAtLeast_findsTheSameListeners() {
    try (ChildListener child = ChildListener.builder().count(2).start()) {
      var query = ListenerQuery.ofPorts(child.ports(), Protocol.TCP);
      List<Listener> found = ownedBy(child.pid(), processKiller().listenersAtLeast(query));
      assertEquals(sorted(child.ports()), ports(found));
      assertEquals(2, found.size());
    }
  }

  @Test
  void list_isImmutable() {
    try (ChildListener child = ChildListener.builder().start()) {
      var query = ListenerQuery.ofPort(child.port(), Protocol.TCP);
      List<Listener> found = processKiller().listeners(query);
      Listener first = found.get(0);
      assertThrows(UnsupportedOperationException.class, () -> found.add(first));
    }
  }

  @Test
  void diagnosis_isGiven_andImmutable() {
    var findings = processKiller().diagnose();
    findings.forEach(one -> assertTrue(!one.topic().isBlank() && !one.message().isBlank()));
    assertThrows(UnsupportedOperationException.class, () -> findings.addAll(List.of()));
  }

  private List<Listener> onLoopback(int port) {
    return Fixtures.about(
        processKiller(),
        ListenerQuery.ofPort(port, Protocol.TCP),
        Fixtures.LOOPBACK,
        ProcessHandle.current().pid());
  }

  private List<Listener> of(ChildListener child, ListenerQuery query) {
    ProcessKiller killer = processKiller();
    return ownedBy(child.pid(), killer.listeners(query));
  }

  private static List<Listener> ownedBy(long pid, List<Listener> found) {
    return found.stream().filter(listener -> Fixtures.isOwnedBy(listener, pid)).toList();
  }

  private static SortedSet<Integer> ports(List<Listener> listeners) {
    return sorted(listeners.stream().map(Listener::port).toList());
  }

  private static SortedSet<Integer> sorted(List<Integer> ports) {
    return new TreeSet<>(ports);
  }

  /** Connects and waits until the child has accepted. */
  private static Socket connected(InetSocketAddress address) throws IOException {
    Socket client = new Socket();
    client.setSoTimeout(Math.toIntExact(Child.DEADLINE.toMillis()));
    client.bind(new InetSocketAddress(Fixtures.LOOPBACK, 0));
    client.connect(address, Math.toIntExact(Child.DEADLINE.toMillis()));
    assertEquals('A', client.getInputStream().read());
    return client;
  }
}
