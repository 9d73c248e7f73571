package dev.portmanager.testkit;

import static dev.portmanager.testkit.Mutant.killer;

import dev.portmanager.Listener;
import dev.portmanager.NativeCallException;
import dev.portmanager.Ownership;
import dev.portmanager.PortRange;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import java.io.FileInputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Wrong back ends that list listeners or owners wrongly. */
final class ListingMutants {

  private static final Set<String> LISTENERS = Set.of("listeners");
  private static final Set<String> AT_LEAST = Set.of("listenersAtLeast");
  private static final Set<String> BOTH = Set.of("listeners", "listenersAtLeast");

  // Kept from the garbage collector, which would close them.
  private static final Queue<FileInputStream> LEAKED = new ConcurrentLinkedQueue<>();

  private ListingMutants() {}

  static List<Mutant> all() {
    return Stream.of(blind(), aboutOwners(), aboutSockets(), aboutEndurance())
        .flatMap(Collection::stream)
        .toList();
  }

  private static List<Mutant> blind() {
    return List.of(
        killer("finds nothing", BOTH, (right, arguments) -> List.of())
            .isCaughtBy(
                "tcpListener_onIpv4Loopback_hasItsOneOwner",
                "tcpListener_onIpv4Wildcard_hasItsOneOwner",
                "tcpListener_onIpv6Loopback_hasItsOneOwner",
                "udpListener_onIpv4Loopback_hasItsOneOwner",
                "udpListener_onIpv6Loopback_hasItsOneOwner",
                "ownListener_ofThisProcess_isFound",
                "severalPortsOfOneProcess_areOneListenerEach",
                "listenersAtLeast_findsTheSameListeners",
                "listenerOfAnotherUser_isNamedWithThatUser_orHidden_butNeverMissing",
                "backEnd_createdAgain_worksBesideTheFirst"));
  }

  private static List<Mutant> aboutOwners() {
    return List.of(
        killer("names one owner of several", BOTH, (right, arguments) -> firstOwners(right))
            .isCaughtBy(
                "sharedListener_hasEveryProcessThatHoldsIt_onceEach_inOrderOfPid",
                "sharedListener_asked_atLeast_namesSomeHolders_andSaysSoIfNotAll"),
        killer("knows nothing of an owner but its pid", LISTENERS, (right, args) -> bare(right))
            .isCaughtBy("owner_isDescribed"),
        killer("names this process too", LISTENERS, (right, arguments) -> withStranger(right))
            .isCaughtBy(
                "sharedListener_hasEveryProcessThatHoldsIt_onceEach_inOrderOfPid",
                "tcpListener_onIpv4Loopback_hasItsOneOwner"),
        killer("hides every owner", LISTENERS, (right, arguments) -> hidden(right))
            .isCaughtBy(
                "tcpListener_onIpv4Loopback_hasItsOneOwner",
                "owner_thatEndedAndIsNotReaped_isNotNamed"),
        killer("merges sockets of one address", LISTENERS, (right, arguments) -> merged(right))
            .isCaughtBy("socketsThatShareAPort_areTwoListenersWithOneOwnerEach"));
  }

  private static List<Mutant> aboutSockets() {
    return List.of(
        killer("ignores which ports", LISTENERS, (right, args) -> allOf((ListenerQuery) args[0]))
            .isCaughtBy("range_givesItsListenersInOnePass_andNoneOutside"),
        killer("ignores which protocol", LISTENERS, (right, args) -> both((ListenerQuery) args[0]))
            .isCaughtBy("bothProtocols_areGivenWhereBothAreAskedFor_andOneWhereOneIs"),
        killer("gives each socket twice", LISTENERS, (right, args) -> twice(right))
            .isCaughtBy(
                "portsOutOfOrderAndRangesThatOverlap_giveEachListenerOnce",
                "tcpListener_onIpv4LoopbackThroughIpv6Socket_isReportedWithItsIpv4Address",
                "tcpListener_onDualStackWildcard_isOneListenerWithOneOwner",
                "udpListener_onDualStackWildcard_isOneListenerWithOneOwner"),
        new Mutant.Fault("takes a connection for a listener", () -> new ProcBackEnd(true))
            .isCaughtBy(
                "listenerWithConnections_isStillOneListener",
                "clientWhoseLocalPortIsAskedFor_isNoListener"),
        killer("makes up a hidden owner", LISTENERS, (right, args) -> madeUp(right, args))
            .isCaughtBy(
                "tcpSocketThatIsBoundAndDoesNotListen_isNoListener",
                "portThatWasGivenBack_hasNoListener",
                "emptyAnswer_isAnEmptyList_forPortsThatNobodyHas"),
        killer(
                "gives a list that can be changed",
                Set.of("listeners", "diagnose"),
                (right, args) -> new ArrayList<>((Collection<?>) right.call()))
            .isCaughtBy("list_isImmutable", "diagnosis_isGiven_andImmutable"),
        killer("finds nothing at least", AT_LEAST, (right, args) -> List.of())
            .isCaughtBy("listenersAtLeast_findsTheSameListeners"));
  }

  private static List<Mutant> aboutEndurance() {
    AtomicInteger calls = new AtomicInteger();
    return List.of(
        killer(
                "fails every second look-up",
                LISTENERS,
                (right, args) -> {
                  if (calls.incrementAndGet() % 2 == 0) {
                    throw new NativeCallException("readlink", 2, "a process vanished");
                  }
                  return right.call();
                })
            .isCaughtBy(
                "lookUps_amongThousandsOfShortProcesses_findTheListenerEachTime",
                "lookUps_ofSeveralThreads_areAllRight"),
        killer(
                "leaks a descriptor",
                Set.of("pin"),
                (right, args) -> {
                  LEAKED.add(new FileInputStream("/dev/null"));
                  return right.call();
                })
            .isCaughtBy("manyLookUpsAndPins_leaveNoDescriptorOpen"));
  }

  @SuppressWarnings("unchecked")
  private static List<Listener> called(Callable<Object> right) throws Exception {
    return (List<Listener>) right.call();
  }

  private static Listener owned(Listener listener, Ownership ownership) {
    return new Listener(listener.protocol(), listener.address(), ownership);
  }

  private static List<ProcessInfo> owners(Listener listener) {
    return listener.ownership() instanceof Ownership.Known known ? known.owners() : List.of();
  }

  private static List<Listener> reowned(
      Callable<Object> right, java.util.function.UnaryOperator<List<ProcessInfo>> change)
      throws Exception {
    return called(right).stream()
        .map(one -> owned(one, known(change.apply(owners(one)), one.ownership())))
        .toList();
  }

  private static Ownership known(List<ProcessInfo> owners, Ownership otherwise) {
    return owners.isEmpty() ? otherwise : new Ownership.Known(owners);
  }

  private static List<Listener> firstOwners(Callable<Object> right) throws Exception {
    return reowned(right, owners -> owners.stream().limit(1).toList());
  }

  private static List<Listener> bare(Callable<Object> right) throws Exception {
    return reowned(
        right, owners -> owners.stream().map(o -> ProcessInfo.builder(o.pid()).build()).toList());
  }

  private static List<Listener> withStranger(Callable<Object> right) throws Exception {
    ProcessInfo self = ProcessInfo.builder(ProcessHandle.current().pid()).build();
    return reowned(right, owners -> Stream.concat(Stream.of(self), owners.stream()).toList());
  }

  private static List<Listener> hidden(Callable<Object> right) throws Exception {
    Ownership hidden = new Ownership.Hidden("not looked at");
    return called(right).stream().map(one -> owned(one, hidden)).toList();
  }

  private static List<Listener> merged(Callable<Object> right) throws Exception {
    Map<InetSocketAddress, Listener> byAddress = new LinkedHashMap<>();
    for (Listener one : called(right)) {
      byAddress.merge(
          one.address(),
          one,
          (a, b) ->
              owned(
                  a,
                  known(
                      Stream.concat(owners(a).stream(), owners(b).stream()).toList(),
                      a.ownership())));
    }
    return List.copyOf(byAddress.values());
  }

  private static List<Listener> allOf(ListenerQuery query) {
    List<PortRange> everyPort = List.of(new PortRange(1, PortRange.HIGHEST_PORT));
    return Mutant.right().listeners(new ListenerQuery(everyPort, query.protocols()));
  }

  private static List<Listener> both(ListenerQuery query) {
    return Mutant.right().listeners(new ListenerQuery(query.ranges(), Set.of(Protocol.values())));
  }

  private static List<Listener> twice(Callable<Object> right) throws Exception {
    List<Listener> once = called(right);
    return Stream.concat(once.stream(), once.stream()).toList();
  }

  private static List<Listener> madeUp(Callable<Object> right, Object[] arguments)
      throws Exception {
    List<Listener> found = called(right);
    int port = ((ListenerQuery) arguments[0]).ranges().get(0).min();
    var address = new InetSocketAddress(Fixtures.LOOPBACK, port);
    var somebody = new Ownership.Hidden("somebody, surely");
    return Optional.of(found)
        .filter(list -> !list.isEmpty())
        .orElse(List.of(new Listener(Protocol.TCP, address, somebody)));
  }
}
