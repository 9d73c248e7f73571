package dev.portmanager.cli.metrics;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells whether a request was meant for this machine's own name.
 *
 * <p>A web page may let its own domain name point to 127.0.0.1 and then read from there as if from
 * its own server ("DNS rebinding"). Its name stands in the header {@code Host}, and a page cannot
 * change that.
 */
final class LoopbackHost {

  // With any port: behind an SSH tunnel it is not the one that we listen on.
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost\\.?|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]{0,5})?");

  private LoopbackHost() {}

  /**
   * Tells whether a client that called us so may have an answer.
   *
   * @param host host and port; empty in a request of HTTP/1.0, as no browser sends one
   * @return whether it is a name of this machine for itself
   */
  static boolean isAllowed(Optional<String> host) {
    return host.map(name -> LOOPBACK.matcher(name.toLowerCase(Locale.ROOT)).matches()).orElse(true);
  }
}
