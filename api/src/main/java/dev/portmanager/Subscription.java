package dev.portmanager;

/**
 * The tie between an observer and a {@link PortManager}. Safe for use by several threads.
 *
 * @see PortManager#subscribe(java.util.function.Consumer)
 */
public interface Subscription extends AutoCloseable {

  /**
   * Returns how many events were dropped because the observer was too slow.
   *
   * @return the number since the subscription began
   */
  long dropped();

  /** Ends the subscription: no event is delivered after this returns, save one under way. */
  @Override
  void close();
}
