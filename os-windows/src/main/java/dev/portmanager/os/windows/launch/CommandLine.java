package dev.portmanager.os.windows.launch;

import java.util.List;
import java.util.Locale;

/**
 * Makes one text of a program and its arguments, in the way that programs on Windows take it apart
 * again: Microsoft Learn, "Parsing C command-line arguments". Pure.
 */
final class CommandLine {

  private CommandLine() {}

  /** Returns the command line of a program that is no batch file. */
  static String of(List<String> command) {
    StringBuilder line = new StringBuilder();
    for (String word : command) {
      if (line.length() > 0) {
        line.append(' ');
      }
      quote(word, line);
    }
    return line.toString();
  }

  /** Tells whether a file is run by cmd.exe. */
  static boolean isBatch(String program) {
    String lower = program.toLowerCase(Locale.ROOT);
    return lower.endsWith(".cmd") || lower.endsWith(".bat");
  }

  /**
   * Returns the command line that lets cmd.exe run a batch file.
   *
   * @throws IllegalArgumentException if an argument has a character that cmd.exe would act on even
   *     in quotes, so that it could not arrive as it is
   */
  static String ofBatch(List<String> command) {
    StringBuilder line = new StringBuilder("cmd.exe /d /s /v:off /c \"");
    for (String word : command) {
      if (word.chars().anyMatch(c -> c == '"' || c == '%' || c == '\r' || c == '\n')) {
        throw new IllegalArgumentException(
            "a batch file cannot be given an argument with a quote, a per cent sign or a line end,"
                + " which cmd.exe would act on: "
                + word.replaceAll("\\p{Cntrl}", "?")
                + "; run the program that the batch file runs instead");
      }
      line.append('"').append(word).append("\" ");
    }
    line.setCharAt(line.length() - 1, '"');
    return line.toString();
  }

  private static void quote(String word, StringBuilder line) {
    // In quotes, Java does not expand a wildcard.
    if (!word.isEmpty() && word.chars().noneMatch(c -> " \t\n\u000b\"*?".indexOf(c) >= 0)) {
      line.append(word);
      return;
    }
    line.append('"');
    int backslashes = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '"') {
        // Backslashes count as such before a quote only: each is doubled, and the quote gets one.
        line.append("\\".repeat(backslashes + 1));
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
      line.append(c);
    }
    line.append("\\".repeat(backslashes)).append('"');
  }
}
