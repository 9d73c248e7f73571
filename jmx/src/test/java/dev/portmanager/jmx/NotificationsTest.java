package dev.portmanager.jmx;

import static dev.portmanager.jmx.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.NoFreePortException;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.testkit.ChildListener;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NotificationsTest {

  private static final int MIN = 28_750;
  private static final int MAX = 28_769;

  @TempDir Path registry;

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final LinkedBlockingQueue<Notification> told = new LinkedBlockingQueue<>();
  private final List<Notification> others = new ArrayList<>();
  private PortManager manager;
  private MBeanRegistration beans;

  @BeforeEach
  void register() {
    manager = builder().name("notifications-test").build();
    beans =
        PortManagerMBeans.builder(manager)
            .leaseNotifications(true)
            .lowThreshold(0.2)
            .allow(Operation.KILL)
            .register();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private PortManagers.Builder builder() {
    return PortManagers.builder().range(MIN, MAX).registry(registry.resolve("leases"));
  }

  private void listen() throws Exception {
    server.addNotificationListener(beans.objectName(), this::take, null, null);
  }

  private void take(Notification notification, Object handback) {
    told.add(notification);
  }

  /** Returns the next notification of a type, and keeps those of other types for later. */
  private Notification next(String type) throws InterruptedException {
    while (true) {
      for (Notification notification : others) {
        if (notification.getType().equals(type)) {
          others.remove(notification);
          return notification;
        }
      }
      Notification notification = told.poll(20, TimeUnit.SECONDS);
      assertThat(notification).as("a notification of type " + type).isNotNull();
      others.add(notification);
    }
  }

  private static Object value(Notification notification, String name) {
    return ((CompositeData) notification.getUserData()).get(name);
  }

  @Test
  void leasesThatBeginAndEndElsewhere_areTold() throws Exception {
    try (PortManager another = builder().build()) {
      another.getUniquePort("before");
      listen();
      // Those that were there when the listener came are no news; so wait until it has looked.
      int port = leaseUntilTold(another);
      another.releasePort("news");
      Notification released = next("portmanager.port.released");
      assertThat(value(released, "port")).isEqualTo(port);
      assertThat(released.getMessage()).startsWith(port + " ").contains("\"news\"");
      assertThat(released.getSource()).isEqualTo(beans.objectName());
    }
  }

  /** Leases under one name after the other until one is told of, since the first look is silent. */
  private int leaseUntilTold(PortManager another) {
    List<Integer> ports = new ArrayList<>();
    eventually(
        () -> {
          another.releasePort("news");
          ports.add(another.getUniquePort("news"));
          Notification allocated = told.poll(2, TimeUnit.SECONDS);
          assertThat(allocated).isNotNull();
          assertThat(allocated.getType()).isEqualTo("portmanager.port.allocated");
          assertThat(value(allocated, "application")).isEqualTo("news");
        });
    told.clear();
    return ports.get(ports.size() - 1);
  }

  @Test
  void poolThatRunsLowAndOut_isToldOnceEach() throws Exception {
    listen();
    for (int port = MIN; port <= MAX; port++) {
      manager.getUniquePort("app" + port);
    }
    assertThatThrownBy(() -> manager.getUniquePort("one too many"))
        .isInstanceOf(NoFreePortException.class);
    Notification exhausted = next("portmanager.pool.exhausted");
    assertThat(value(exhausted, "application")).isEqualTo("one too many");
    Notification low = next("portmanager.pool.low");
    assertThat(value(low, "size")).isEqualTo(20);
    assertThat(low.getSequenceNumber()).isPositive();
  }

  @Test
  void killedProcess_isTold() throws Exception {
    listen();
    try (ChildListener child =
        ChildListener.builder().port(manager.getUniquePort("child")).start()) {
      manager.killProcessOnPort(child.port());
      Notification killed = next("portmanager.process.killed");
      assertThat(value(killed, "port")).isEqualTo(child.port());
      assertThat(value(killed, "freed")).isEqualTo(true);
      assertThat(killed.getMessage()).startsWith(child.port() + " ");
    }
  }

  @Test
  void listenerThatHangs_holdsNobodyUp_andWhatItMissesIsCounted() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch hangs = new CountDownLatch(1);
    NotificationListener hanging =
        (notification, handback) -> {
          hangs.countDown();
          awaitQuietly(release);
        };
    server.addNotificationListener(beans.objectName(), hanging, null, null);
    try {
      for (int port = MIN; port <= MAX; port++) {
        manager.getUniquePort("app" + port);
      }
      // Each failing allocation is a notification; none waits for the listener.
      for (int i = 0; i < 3_000; i++) {
        assertThatThrownBy(() -> manager.getUniquePort("too many"))
            .isInstanceOf(NoFreePortException.class);
      }
      assertThat(hangs.await(20, TimeUnit.SECONDS)).isTrue();
      eventually(
          () ->
              assertThat((long) server.getAttribute(beans.objectName(), "DroppedNotificationTotal"))
                  .isPositive());
      eventually(
          () ->
              assertThat((long) server.getAttribute(beans.objectName(), "ExhaustedTotal"))
                  .isPositive());
    } finally {
      release.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void threadWatches_onlyWhileSomebodyListens() throws Exception {
    String watch = "portmanager-watch-notifications-test";
    NotificationListener listener = this::take;
    assertThat(threads()).doesNotContain(watch);
    server.addNotificationListener(beans.objectName(), listener, null, null);
    server.addNotificationListener(beans.objectName(), listener, null, "again");
    eventually(() -> assertThat(threads()).contains(watch));
    server.removeNotificationListener(beans.objectName(), listener, null, "again");
    server.removeNotificationListener(beans.objectName(), listener);
    eventually(() -> assertThat(threads()).doesNotContain(watch));
    server.addNotificationListener(beans.objectName(), listener, null, null);
    eventually(() -> assertThat(threads()).contains(watch));
    beans.close();
    eventually(() -> assertThat(threads()).doesNotContain(watch));
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .toList();
  }
}
