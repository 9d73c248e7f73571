package dev.portmanager.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Carries any texts through a command line or a pipe as letters that no locale changes, and that
 * never are taken for several arguments.
 */
final class AsciiList {

  private AsciiList() {}

  /** Returns one word of ASCII; not empty. */
  static String encode(List<String> texts) {
    return texts.stream()
        .map(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Returns what was encoded; nothing and one empty text are the same and come back as nothing. */
  static List<String> decode(String word) {
    String inner = word.substring(1, word.length() - 1);
    if (inner.isEmpty()) {
      return List.of();
    }
    return Arrays.stream(inner.split(",", -1))
        .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))
        .toList();
  }
}
