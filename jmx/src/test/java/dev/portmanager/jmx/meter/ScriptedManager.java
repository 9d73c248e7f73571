package dev.portmanager.jmx.meter;

import dev.portmanager.PoolSnapshot;
import dev.portmanager.PortEvent;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import dev.portmanager.Subscription;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A manager that shows the pool, and tells the events, that a test makes up. */
final class ScriptedManager {

  private final List<Consumer<? super PortEvent>> observers = new CopyOnWriteArrayList<>();
  private final List<Runnable> closeActions = new CopyOnWriteArrayList<>();
  private final String name;
  private volatile Supplier<PoolSnapshot> pool =
      () -> new PoolSnapshot(new PortRange(8050, 8099), 50, List.of(), 0);
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean closed;

  ScriptedManager(String name) {
    this.name = name;
  }

  /** Returns the manager; what a test has no need of, it cannot do. */
  PortManager manager() {
    return (PortManager)
        Proxy.newProxyInstance(
            PortManager.class.getClassLoader(),
            new Class<?>[] {PortManager.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getName" -> name;
                  case "getMinPort" -> 8050;
                  case "getMaxPort" -> 8099;
                  case "pool" -> pool.get();
                  case "subscribe" -> subscribe(arguments[0]);
                  case "onClose" -> onClose((Runnable) arguments[0]);
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  case "toString" -> "scripted " + name;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @SuppressWarnings("unchecked")
  private Subscription subscribe(Object observer) {
    if (closed) {
      throw new IllegalStateException("its manager is closed");
    }
    Consumer<? super PortEvent> typed = (Consumer<? super PortEvent>) observer;
    observers.add(typed);
    return tie(() -> observers.remove(typed));
  }

  private Subscription onClose(Runnable action) {
    closeActions.add(action);
    return tie(() -> closeActions.remove(action));
  }

  private Subscription tie(Runnable end) {
    return new Subscription() {
      @Override
      public long dropped() {
        return dropped.get();
      }

      @Override
      public void close() {
        end.run();
      }
    };
  }

  void pool(Supplier<PoolSnapshot> answer) {
    this.pool = answer;
  }

  void tell(PortEvent... events) {
    for (PortEvent event : events) {
      observers.forEach(observer -> observer.accept(event));
    }
  }

  void drop(long events) {
    dropped.addAndGet(events);
  }

  int observers() {
    return observers.size();
  }

  int closeActions() {
    return closeActions.size();
  }

  void close() {
    closed = true;
    List.copyOf(closeActions).forEach(Runnable::run);
  }
}
