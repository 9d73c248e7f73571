package dev.portmanager.jmx.bean;

import dev.portmanager.PortManager;
import dev.portmanager.jmx.ConflictPolicy;
import dev.portmanager.jmx.MBeanRegistration;
import dev.portmanager.jmx.PortManagerMBeans;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Registers the beans of managers in one server. Safe for use by several threads, as the server is:
 * it alone decides who has a name.
 *
 * @param server where to register
 * @param conflict what to do if another has the name
 */
public record Registrar(MBeanServer server, ConflictPolicy conflict) {

  /** How many names, or how often one name, to try. */
  private static final int ATTEMPTS = 100;

  /**
   * Registers the beans of a manager.
   *
   * @param manager the manager
   * @param settings how to set them up
   * @return the registration
   * @throws IllegalStateException if the name is taken and may not be had, or the manager is closed
   */
  public MBeanRegistration register(PortManager manager, RegistrationSettings settings) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      String name =
          conflict == ConflictPolicy.SUFFIX && attempt > 1
              ? manager.getName() + "-" + attempt
              : manager.getName();
      ManagerBeans beans = new ManagerBeans(server, manager, settings, name);
      try {
        beans.register();
        return beans;
      } catch (InstanceAlreadyExistsException e) {
        makeRoom(name, e);
      } catch (JMException e) {
        throw new IllegalStateException("the beans of \"" + name + "\" cannot be registered", e);
      }
    }
    throw new IllegalStateException(
        "no name for the beans of \""
            + manager.getName()
            + "\" was free in "
            + ATTEMPTS
            + " attempts");
  }

  private void makeRoom(String name, InstanceAlreadyExistsException taken) {
    switch (conflict) {
      case FAIL ->
          throw new IllegalStateException(
              PortManagerMBeans.objectName(name)
                  + " is registered already: close that registration, give this manager another"
                  + " name (PortManagers.builder().name), or set onConflict to REPLACE or SUFFIX",
              taken);
      case REPLACE -> {
        unregister(PortManagerMBeans.objectName(name));
        unregister(PortManagerMBeans.operationsName(name));
      }
      case SUFFIX -> {} // the next attempt has another name
    }
  }

  private void unregister(ObjectName name) {
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // It has gone, which is what was wanted.
    } catch (JMException e) {
      throw new IllegalStateException(name + " cannot be replaced", e);
    }
  }
}
