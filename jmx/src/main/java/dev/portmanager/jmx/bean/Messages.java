package dev.portmanager.jmx.bean;

import dev.portmanager.KillReport;
import dev.portmanager.LeaseInfo;
import dev.portmanager.PoolSnapshot;
import dev.portmanager.PortEvent;
import dev.portmanager.Printable;
import dev.portmanager.jmx.NotificationType;
import javax.management.openmbean.CompositeData;

/** Puts what happened into the words and values of notifications. Stateless. */
final class Messages {

  private static final int LONGEST_NAME = 64;

  private final Notifications notifications;

  Messages(Notifications notifications) {
    this.notifications = notifications;
  }

  void allocated(LeaseInfo lease) {
    notifications.send(
        NotificationType.ALLOCATED,
        lease.port() + " leased by " + holder(lease),
        data("PortAllocated", lease));
  }

  void released(LeaseInfo lease) {
    notifications.send(
        NotificationType.RELEASED,
        lease.port() + " no longer leased by " + holder(lease),
        data("PortReleased", lease));
  }

  void exhausted(PortEvent.Exhausted event) {
    String app = Printable.of(event.app(), LONGEST_NAME);
    notifications.send(
        NotificationType.EXHAUSTED,
        "no port of " + event.range() + " is free for \"" + app + "\"",
        new UserData("PoolExhausted")
            .put("application", app)
            .put("minPort", event.range().min())
            .put("maxPort", event.range().max())
            .put("probes", event.probes())
            .build());
  }

  void low(PoolSnapshot pool) {
    notifications.send(
        NotificationType.LOW,
        pool.available() + " of " + pool.size() + " ports of " + pool.range() + " are available",
        new UserData("PoolLow")
            .put("size", pool.size())
            .put("allocated", pool.allocated())
            .put("cooling", pool.cooling())
            .put("available", pool.available())
            .build());
  }

  void killed(KillReport report) {
    notifications.send(
        NotificationType.KILLED,
        report.port() + " " + Printable.of(report.reason(), 200),
        new UserData("PortKilled")
            .put("port", report.port())
            .put("freed", report.freed())
            .put("attempted", report.attempted())
            .put("processes", report.outcomes().size())
            .put("reason", Printable.of(report.reason(), 1_000))
            .build());
  }

  void killFailed(PortEvent.KillFailed event) {
    notifications.send(
        NotificationType.KILLED,
        event.port() + " could not be freed: " + Printable.of(event.reason(), 200),
        new UserData("PortKilled")
            .put("port", event.port())
            .put("freed", false)
            .put("attempted", true)
            .put("processes", 0)
            .put("reason", Printable.of(event.reason(), 1_000))
            .build());
  }

  void denied(String operation, String caller) {
    notifications.send(
        NotificationType.DENIED,
        operation + " was refused to " + caller,
        new UserData("OperationDenied").put("operation", operation).put("caller", caller).build());
  }

  private static String holder(LeaseInfo lease) {
    String app = "\"" + Printable.of(lease.app(), LONGEST_NAME) + "\"";
    return lease.expiresAt().isPresent()
        ? app + " for a time, user " + Printable.of(lease.user(), LONGEST_NAME)
        : app + ", pid " + lease.pid() + ", user " + Printable.of(lease.user(), LONGEST_NAME);
  }

  private static CompositeData data(String type, LeaseInfo lease) {
    return new UserData(type)
        .put("port", lease.port())
        .put("application", Printable.of(lease.app(), 128))
        .put("pid", lease.pid())
        .put("user", Printable.of(lease.user(), LONGEST_NAME))
        .put("since", lease.since().toString())
        .build();
  }
}
