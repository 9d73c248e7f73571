package dev.portmanager.core.backend;

import dev.portmanager.Diagnosis;
import dev.portmanager.Listener;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import java.util.List;
import java.util.Optional;

/** A back end that can be found but not used. */
public class StubBackEnd implements ProcessKiller {
  private final boolean supported;

  StubBackEnd(boolean supported) {
    this.supported = supported;
  }

  /** Supports every system. */
  public static final class Supported extends StubBackEnd {
    /** For the service loader. */
    public Supported() {
      super(true);
    }
  }

  /** Supports every system, too. */
  public static final class AlsoSupported extends StubBackEnd {
    /** For the service loader. */
    public AlsoSupported() {
      super(true);
    }
  }

  /** Supports no system. */
  public static final class Unsupported extends StubBackEnd {
    /** For the service loader. */
    public Unsupported() {
      super(false);
    }
  }

  /** Cannot be created. */
  public static final class FailingConstructor extends StubBackEnd {
    /** For the service loader. */
    public FailingConstructor() {
      super(true);
      throw new IllegalStateException("no constructor for you");
    }
  }

  /** Lacks a class that it needs when asked. */
  public static final class FailingCheck extends StubBackEnd {
    /** For the service loader. */
    public FailingCheck() {
      super(true);
    }

    @Override
    public boolean isSupported() {
      throw new NoClassDefFoundError("com/sun/jna/Native");
    }
  }

  @Override
  public String name() {
    return "stub";
  }

  @Override
  public boolean isSupported() {
    return supported;
  }

  @Override
  public Host host() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Listener> listeners(ListenerQuery query) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<PinnedProcess> pin(long pid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Long> childrenOf(long pid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Diagnosis> diagnose() {
    throw new UnsupportedOperationException();
  }
}
