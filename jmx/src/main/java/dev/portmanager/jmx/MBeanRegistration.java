package dev.portmanager.jmx;

import java.util.Optional;
import javax.management.ObjectName;

/**
 * Beans that are registered, until {@link #close()}, until their manager closes, or until somebody
 * unregisters them. Safe for use by several threads.
 */
public interface MBeanRegistration extends AutoCloseable {

  /**
   * Returns the name of the bean with the attributes.
   *
   * @return the name, with its suffix if one was needed
   */
  ObjectName objectName();

  /**
   * Returns the name of the bean with the operations.
   *
   * @return the name; empty if no operation was allowed
   */
  Optional<ObjectName> operationsName();

  /**
   * Tells whether the bean with the attributes is registered.
   *
   * @return false once it was unregistered, by whomever
   */
  boolean isRegistered();

  /**
   * Unregisters the beans, if they still are registered, and ends their threads. Another bean that
   * was put in their place stays. Does nothing if it is closed.
   */
  @Override
  void close();
}
