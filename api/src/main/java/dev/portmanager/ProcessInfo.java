package dev.portmanager;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of one process: a snapshot, possibly stale on return.
 *
 * <p>Texts are the process's own words: it can choose its name and command line freely. Show them
 * through {@link Printable} only.
 *
 * @param pid its process id in the pid namespace of this process, at least 0
 * @param startedAt when it started, by the wall clock; moves when the clock is stepped, so it
 *     serves people, not identity
 * @param name its short name, as the system's own tools show it
 * @param commandLine its arguments, separated by a space each; at most 4,096 characters
 * @param user the login name of the user it runs as, or the number where that has no name
 * @param parentPid its parent's process id
 * @param executable the path of the program it runs
 * @param service the supervisor's name for it (a systemd unit, a Windows service)
 * @param container the id of the container it runs in
 */
public record ProcessInfo(
    long pid,
    Optional<Instant> startedAt,
    Optional<String> name,
    Optional<String> commandLine,
    Optional<String> user,
    OptionalLong parentPid,
    Optional<String> executable,
    Optional<String> service,
    Optional<String> container) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code pid} is negative
   */
  public ProcessInfo {
    if (pid < 0) {
      throw new IllegalArgumentException("a pid is at least 0 but was " + pid);
    }
    requireNonNull(startedAt, "startedAt");
    requireNonNull(name, "name");
    requireNonNull(commandLine, "commandLine");
    requireNonNull(user, "user");
    requireNonNull(parentPid, "parentPid");
    requireNonNull(executable, "executable");
    requireNonNull(service, "service");
    requireNonNull(container, "container");
  }

  /**
   * Returns a builder in which everything but the pid is unknown.
   *
   * @param pid the process id, at least 0
   * @return a new builder
   */
  public static Builder builder(long pid) {
    return new Builder(pid);
  }

  /** Returns {@code pid 4711 (python3)}, safe to show. */
  @Override
  public String toString() {
    return "pid " + pid + name.map(n -> " (" + Printable.of(n, 64) + ")").orElse("");
  }

  /** Sets what is known of a process. Not safe for use by several threads. */
  public static final class Builder {
    private final long pid;
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<String> name = Optional.empty();
    private Optional<String> commandLine = Optional.empty();
    private Optional<String> user = Optional.empty();
    private OptionalLong parentPid = OptionalLong.empty();
    private Optional<String> executable = Optional.empty();
    private Optional<String> service = Optional.empty();
    private Optional<String> container = Optional.empty();

    private Builder(long pid) {
      this.pid = pid;
    }

    /**
     * Sets when it started.
     *
     * @param startedAt the time
     * @return this
     */
    public Builder startedAt(Instant startedAt) {
      this.startedAt = Optional.of(startedAt);
      return this;
    }

    /**
     * Sets its short name.
     *
     * @param name the name
     * @return this
     */
    public Builder name(String name) {
      this.name = Optional.of(name);
      return this;
    }

    /**
     * Sets its arguments.
     *
     * @param commandLine the arguments, separated by a space each
     * @return this
     */
    public Builder commandLine(String commandLine) {
      this.commandLine = Optional.of(commandLine);
      return this;
    }

    /**
     * Sets the user it runs as.
     *
     * @param user the login name, or the number where that has no name
     * @return this
     */
    public Builder user(String user) {
      this.user = Optional.of(user);
      return this;
    }

    /**
     * Sets its parent.
     *
     * @param parentPid the parent's process id
     * @return this
     */
    public Builder parentPid(long parentPid) {
      this.parentPid = OptionalLong.of(parentPid);
      return this;
    }

    /**
     * Sets the program it runs.
     *
     * @param executable the program's path
     * @return this
     */
    public Builder executable(String executable) {
      this.executable = Optional.of(executable);
      return this;
    }

    /**
     * Sets the supervisor's name for it.
     *
     * @param service the name of a systemd unit or of a Windows service
     * @return this
     */
    public Builder service(String service) {
      this.service = Optional.of(service);
      return this;
    }

    /**
     * Sets the container it runs in.
     *
     * @param container the container's id
     * @return this
     */
    public Builder container(String container) {
      this.container = Optional.of(container);
      return this;
    }

    /**
     * Returns the values set so far.
     *
     * @return a new value
     * @throws IllegalArgumentException if the pid is negative
     */
    public ProcessInfo build() {
      return new ProcessInfo(
          pid, startedAt, name, commandLine, user, parentPid, executable, service, container);
    }
  }
}
