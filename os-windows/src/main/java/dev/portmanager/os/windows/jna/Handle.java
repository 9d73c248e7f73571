package dev.portmanager.os.windows.jna;

/** An open handle, closed once. To be used by one thread at a time. */
public final class Handle implements AutoCloseable {

  private final Kernel32 kernel32;
  private final long value;
  private final String subject;
  private boolean closed;

  /**
   * Takes over a handle.
   *
   * @param kernel32 the binding
   * @param value the handle
   * @param subject what it is the handle of, for messages
   */
  public Handle(Kernel32 kernel32, long value, String subject) {
    this.kernel32 = kernel32;
    this.value = value;
    this.subject = subject;
  }

  /**
   * Returns the handle.
   *
   * @return the handle
   * @throws IllegalStateException if it is closed
   */
  public long value() {
    if (closed) {
      throw new IllegalStateException("the handle of " + subject + " is closed");
    }
    return value;
  }

  /**
   * Gives the handle back. Does nothing if that is done.
   *
   * @throws dev.portmanager.NativeCallException if the system does not take it back
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (!kernel32.CloseHandle(value)) {
        throw WinError.last(kernel32, "CloseHandle", subject);
      }
    }
  }
}
