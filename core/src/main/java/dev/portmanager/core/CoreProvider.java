package dev.portmanager.core;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import com.google.common.util.concurrent.UncheckedExecutionException;
import dev.portmanager.Diagnosis;
import dev.portmanager.LeaseRegistryException;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortRange;
import dev.portmanager.spi.PortManagerProvider;
import dev.portmanager.spi.PortManagerSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Offers core's managers. Safe for use by several threads: the lock {@code this} guards {@code
 * shared}, and is held while the first manager is made.
 */
public final class CoreProvider implements PortManagerProvider {

  private @Nullable DefaultPortManager shared;

  /** Creates a provider; called by {@link java.util.ServiceLoader}. */
  public CoreProvider() {}

  @Override
  public PortManager create(PortManagerSettings settings) {
    return new DefaultPortManager(settings);
  }

  @Override
  public List<Diagnosis> diagnose(PortManagerSettings settings) {
    try (PortManager manager = create(settings)) {
      return manager.diagnose();
    } catch (LeaseRegistryException e) {
      return DefaultPortManager.diagnose(settings, e);
    }
  }

  @Override
  public synchronized PortManager shared(Optional<PortRange> range) {
    DefaultPortManager manager = shared;
    if (manager == null || manager.isClosed()) {
      manager = new DefaultPortManager(PortManagerSettings.of(range.orElse(PortRange.DEFAULT)));
      shared = manager;
    } else if (range.isPresent() && !range.get().equals(manager.range())) {
      log()
          .log(
              Level.WARNING,
              "the process-wide port manager has the range {0}, so {1} is not used: ask for"
                  + " PortManagers.forRange to have several",
              manager.range(),
              range.get());
    }
    return manager;
  }

  @Override
  public PortManager forRange(PortRange range) {
    return ByRange.of(range);
  }

  /** Loads the cache's many classes, and opens their jar, only for those who ask for ranges. */
  private static final class ByRange {
    private static final LoadingCache<PortRange, DefaultPortManager> MANAGERS =
        CacheBuilder.newBuilder()
            .build(
                CacheLoader.from(range -> new DefaultPortManager(PortManagerSettings.of(range))));

    static PortManager of(PortRange range) {
      try {
        DefaultPortManager manager = MANAGERS.getUnchecked(range);
        if (manager.isClosed()) {
          MANAGERS.asMap().remove(range, manager);
          manager = MANAGERS.getUnchecked(range);
        }
        return manager;
      } catch (UncheckedExecutionException e) {
        if (e.getCause() instanceof PortManagerException known) {
          throw known;
        }
        throw e;
      }
    }
  }

  /** Looked up when something is to be said: setting up a logger is slow, and most never speak. */
  private static Logger log() {
    return System.getLogger(CoreProvider.class.getName());
  }
}
