package dev.portmanager.core.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KillOrderTest {

  private static Listener listener(Ownership ownership) {
    return new Listener(
        Protocol.TCP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 8050), ownership);
  }

  private static Listener heldBy(ProcessInfo... owners) {
    return listener(new Ownership.Known(Arrays.asList(owners)));
  }

  private static ProcessInfo process(long pid, long parent) {
    return ProcessInfo.builder(pid).parentPid(parent).build();
  }

  private static List<Long> order(Listener... listeners) {
    return KillOrder.owners(List.of(listeners)).stream().map(ProcessInfo::pid).toList();
  }

  @Test
  void ownersOfSeveralListeners_comeOnceEach() {
    ProcessInfo one = process(10, 1);
    ProcessInfo two = process(20, 1);

    assertThat(order(heldBy(two, one), heldBy(one))).containsExactly(10L, 20L);
  }

  @Test
  void parent_comesBeforeChildrenWithSmallerPids() {
    ProcessInfo worker = process(10, 30);
    ProcessInfo grandchild = process(5, 10);
    ProcessInfo master = process(30, 1);
    ProcessInfo stranger = process(40, 1);

    assertThat(order(heldBy(grandchild, worker, master, stranger)))
        .containsExactly(30L, 40L, 10L, 5L);
  }

  @Test
  void unknownParent_countsAsNone() {
    ProcessInfo lone = ProcessInfo.builder(20).build();

    assertThat(order(heldBy(process(30, 20), lone))).containsExactly(20L, 30L);
  }

  @Test
  void parentsInACircle_areStillOrdered() {
    assertThat(order(heldBy(process(10, 20), process(20, 10)))).containsExactly(10L, 20L);
  }

  @Test
  void listenersWithoutKnownOwner_giveNobody() {
    assertThat(order(listener(new Ownership.Hidden("x")), listener(new Ownership.None("y"))))
        .isEmpty();
  }
}
