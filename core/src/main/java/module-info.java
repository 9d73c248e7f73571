/**
 * The implementation of Port Manager: allocation, leases, the policy of freeing a port.
 *
 * <p>Nothing is exported: applications use {@link dev.portmanager.PortManagers}.
 */
module dev.portmanager.core {
  requires dev.portmanager.api;
  requires com.google.common;
  requires static org.jspecify;

  uses dev.portmanager.spi.ProcessKiller;

  provides dev.portmanager.spi.PortManagerProvider with
      dev.portmanager.core.CoreProvider;
}
