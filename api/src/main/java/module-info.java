/**
 * The contract of Port Manager: what an application calls, and what a back end implements.
 *
 * <p>This module has no code that reaches the operating system and no dependency; {@code
 * dev.portmanager.core} provides the {@link dev.portmanager.PortManager} and one {@code
 * dev.portmanager.os.*} module the {@link dev.portmanager.spi.ProcessKiller}, both found by {@link
 * java.util.ServiceLoader}.
 */
module dev.portmanager.api {
  requires static transitive org.jspecify;

  exports dev.portmanager;
  exports dev.portmanager.spi;

  uses dev.portmanager.spi.PortManagerProvider;
}
