package dev.portmanager.os.linux;

import dev.portmanager.os.linux.bpf.KernelMode;
import dev.portmanager.os.linux.bpf.KernelTier;
import dev.portmanager.os.linux.bpf.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * One program in the kernel for all back ends of this class loader: what it takes to load is paid
 * once. It stays until the process ends, three descriptors. Safe for use by several threads.
 */
final class SharedTier {

  /** Guarded by the class. */
  private static @Nullable KernelTier tier;

  private SharedTier() {}

  /** Returns the tier; the first who asks decides of which machine. */
  static synchronized KernelTier of(Backend backend, LinuxHost host) {
    KernelTier known = tier;
    if (known == null) {
      known = make(backend, host);
      tier = known;
    }
    return known;
  }

  private static KernelTier make(Backend backend, LinuxHost host) {
    try {
      return backend.newTier(KernelMode.read(), host);
    } catch (UnavailableException e) {
      return new KernelTier(e);
    }
  }
}
