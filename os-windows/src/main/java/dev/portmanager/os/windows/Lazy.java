package dev.portmanager.os.windows;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value made at first use and kept; if making it fails, the next use tries again. Safe for use by
 * several threads.
 *
 * @param <T> the kind of value
 */
final class Lazy<T> implements Supplier<T> {

  private final Supplier<T> maker;
  private volatile @Nullable T value;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public T get() {
    T made = value;
    return made == null ? make() : made;
  }

  private synchronized T make() {
    T made = value;
    if (made == null) {
      made = maker.get();
      value = made;
    }
    return made;
  }
}
