package dev.portmanager.os.linux;

import dev.portmanager.os.linux.listen.Viewer;
import dev.portmanager.os.linux.procfs.UnreadableProcException;
import dev.portmanager.os.linux.procfs.Visibility;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** This process, by the facts of its host. Safe for use by several threads. */
final class LinuxViewer implements Viewer {

  private final LinuxHost host;

  /** Null until it is asked for; threads that come at once each read it, to the same result. */
  private volatile @Nullable Visibility visibility;

  LinuxViewer(LinuxHost host) {
    this.host = host;
  }

  @Override
  public String apply(long userId) {
    return host.userName(Long.toString(userId));
  }

  @Override
  public long userId() {
    return Long.parseLong(host.userId());
  }

  @Override
  public Visibility visibility() {
    Visibility known = visibility;
    if (known == null) {
      known = read();
      visibility = known;
    }
    return known;
  }

  private Visibility read() {
    try {
      return Visibility.read(host.proc());
    } catch (IOException e) {
      throw new UnreadableProcException("read /proc/self", e);
    }
  }
}
