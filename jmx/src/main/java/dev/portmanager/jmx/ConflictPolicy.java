package dev.portmanager.jmx;

/** What to do if another bean is registered under the name already. */
public enum ConflictPolicy {
  /** Register nothing and throw {@link IllegalStateException}. */
  FAIL,
  /** Unregister the other one. */
  REPLACE,
  /** Append {@code -2}, {@code -3} and so on to the manager's name until nobody has it. */
  SUFFIX
}
