package dev.portmanager.jmx;

import static java.util.Objects.requireNonNull;

import dev.portmanager.PortManager;
import dev.portmanager.Subscription;
import dev.portmanager.jmx.meter.Binding;
import dev.portmanager.jmx.meter.MeterSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a {@link PortManager}: how full the machine's pool is, and what this manager did.
 *
 * <pre>{@code
 * new PortManagerMetrics(manager).bindTo(registry);
 * }</pre>
 *
 * <p>Each meter has the tag {@code manager}, the manager's name; none has a tag for an application,
 * a port or a process, so their number is fixed. Every outcome is registered at once, at 0. Timers
 * and counters count from {@link #bindTo} on, within about 50 ms. While the register of leases
 * fails, the gauges of the pool are NaN and all else goes on.
 *
 * <p>The meters go when this is closed, or the manager is. Nothing needs to hold on to this object
 * for them to stay. Safe for use by several threads: this object's lock guards its bindings.
 */
public final class PortManagerMetrics implements MeterBinder, AutoCloseable {

  private final PortManager manager;
  private final MeterSettings settings;
  private final List<Binding> bindings = new ArrayList<>();
  private @Nullable Subscription closing;
  private boolean closed;

  /**
   * Creates the meters of a manager, not bound to a registry yet.
   *
   * @param manager the manager
   */
  public PortManagerMetrics(PortManager manager) {
    this(manager, Tags.empty());
  }

  /**
   * Creates the meters of a manager, not bound to a registry yet.
   *
   * @param manager the manager
   * @param tags what each meter has besides its own tags
   * @throws IllegalArgumentException if a tag is named {@code manager}, {@code outcome}, {@code
   *     reason}, {@code strategy} or {@code operation}
   */
  public PortManagerMetrics(PortManager manager, Tags tags) {
    this(manager, new MeterSettings(MeterSettings.DEFAULT_PREFIX, tags, List.of()));
  }

  private PortManagerMetrics(PortManager manager, MeterSettings settings) {
    this.manager = requireNonNull(manager, "manager");
    this.settings = settings;
  }

  /**
   * Returns a builder.
   *
   * @param manager the manager
   * @return a new builder
   */
  public static Builder builder(PortManager manager) {
    return new Builder(requireNonNull(manager, "manager"));
  }

  /**
   * Registers the meters. Does nothing if they are in that registry already.
   *
   * @param registry where; several are possible
   * @throws IllegalStateException if the registry has the meters of another manager of that name
   *     and these tags, since they would be added up or hide one another; if the manager is closed,
   *     or this is. Nothing is registered then.
   */
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    requireNonNull(registry, "registry");
    if (closed) {
      throw new IllegalStateException(
          "the meters of \"" + manager.getName() + "\" are closed: create others");
    }
    if (bindings.stream().anyMatch(binding -> binding.isOf(registry))) {
      return;
    }
    bindings.add(Binding.bind(registry, manager, settings));
    if (closing == null) {
      closing = manager.onClose(this::close);
    }
  }

  /** Removes the meters from every registry. Does nothing if it is closed. */
  @Override
  public synchronized void close() {
    closed = true;
    bindings.forEach(Binding::close);
    bindings.clear();
    if (closing != null) {
      closing.close();
      closing = null;
    }
  }

  /** Sets up meters. Not safe for use by several threads. */
  public static final class Builder {

    private final PortManager manager;
    private String prefix = MeterSettings.DEFAULT_PREFIX;
    private Tags tags = Tags.empty();
    private List<Duration> allocationBuckets = List.of();

    private Builder(PortManager manager) {
      this.manager = manager;
    }

    /**
     * Sets what each meter has besides its own tags.
     *
     * @param tags none by default; no key may be {@code manager}, {@code outcome}, {@code reason},
     *     {@code strategy} or {@code operation}
     * @return this
     */
    public Builder tags(Tags tags) {
      this.tags = requireNonNull(tags, "tags");
      return this;
    }

    /**
     * Sets what each meter's name begins with. The dashboard and the alerts know the default only.
     *
     * @param prefix letters, digits, underscores and single dots, beginning with a letter; {@code
     *     portmanager} by default
     * @return this
     */
    public Builder prefix(String prefix) {
      this.prefix = requireNonNull(prefix, "prefix");
      return this;
    }

    /**
     * Adds a histogram to the times of allocations, which the dashboard's 99th percentile and heat
     * map need. Each bound is a series more for each of three outcomes.
     *
     * @param bounds the upper bounds of the buckets, above zero, at most 16, such as 1, 10, 100 and
     *     1000 ms; none by default
     * @return this
     */
    public Builder allocationBuckets(Duration... bounds) {
      this.allocationBuckets = List.of(bounds);
      return this;
    }

    /**
     * Creates the meters, not bound to a registry yet.
     *
     * @return the meters
     * @throws IllegalArgumentException if prefix, tags or buckets are out of their bounds
     */
    public PortManagerMetrics build() {
      return new PortManagerMetrics(manager, new MeterSettings(prefix, tags, allocationBuckets));
    }
  }
}
