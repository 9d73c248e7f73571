package dev.portmanager.cli.metrics;

/** Where the text comes from that a {@link MetricsServer} serves. */
@FunctionalInterface
public interface Exposition {

  /**
   * Returns the text as it is now. Called by one thread at a time, which is never interrupted.
   *
   * @param accept the content types that the client takes, as in the header {@code Accept}; {@code
   *     *}{@code /*} if it did not say
   * @return the text in one of them, or in a default
   */
  Page page(String accept);

  /**
   * A text and what it is written in.
   *
   * @param contentType the value of the header {@code Content-Type}; its charset is UTF-8
   * @param text the text
   */
  record Page(String contentType, String text) {}
}
