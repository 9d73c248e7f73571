package dev.portmanager;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** No port of the range could be given out: all are leased, in use or forbidden. */
public class NoFreePortException extends PortManagerException {

  private static final long serialVersionUID = 1L;

  private final transient PortRange range;
  private final transient List<PortStatus> ports;

  /**
   * Creates an exception.
   *
   * @param message how many ports are leased, in use and forbidden, and by whom
   * @param range the range that was searched
   * @param ports the state of each port of the range, at the time of the search; a range of over
   *     1,000 ports may be cut to its first 1,000
   */
  public NoFreePortException(String message, PortRange range, List<PortStatus> ports) {
    super(message);
    this.range = requireNonNull(range, "range");
    this.ports = List.copyOf(ports);
  }

  /**
   * Returns the range that was searched.
   *
   * @return the range
   */
  public PortRange range() {
    return range;
  }

  /**
   * Returns who holds what.
   *
   * @return the state of each port of the range, at most 1,000
   */
  public List<PortStatus> ports() {
    return ports;
  }

  /**
   * Returns how many of {@link #ports()} are in a state.
   *
   * @param state the state to count
   * @return 0 to 1,000
   */
  public long count(PortState state) {
    return ports.stream().filter(port -> port.state() == state).count();
  }
}
