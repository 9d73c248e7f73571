package dev.portmanager.core.registry;

/**
 * The end of the name of a file that one process makes and others must not take for theirs: the
 * claim word of that process, then a number that it uses once.
 */
final class AuthoredName {

  private AuthoredName() {}

  static String of(long word) {
    return Long.toHexString(word) + "-" + Long.toHexString(System.nanoTime());
  }

  /** Returns the claim word of the process that made a file; that of nobody if it is not ours. */
  static long author(String name, String prefix) {
    String word = name.substring(prefix.length());
    int end = word.indexOf('-');
    try {
      return Long.parseUnsignedLong(end < 0 ? word : word.substring(0, end), 16);
    } catch (NumberFormatException e) {
      return ClaimWord.NOBODY; // nobody writes to it
    }
  }
}
