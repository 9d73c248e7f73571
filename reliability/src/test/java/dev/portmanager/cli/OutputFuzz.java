package dev.portmanager.cli;

import dev.portmanager.reliability.fuzz.Bytes;
import dev.portmanager.reliability.fuzz.Harmless;
import java.nio.charset.StandardCharsets;

/** Any text as every name: what is printed, as text and as JSON. */
public final class OutputFuzz {

  private static final String[][] COMMANDS = {
    {"who", "8080", "8081"},
    {"list"},
    {"check", "8080"},
    {"doctor"},
    {"kill", "8080"},
    {"get", "web"},
    {"port", "web"},
    {"release", "web"}
  };

  private static final int WITH_JSON = 5;

  private OutputFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Bytes bytes = new Bytes(input);
    int way = bytes.way(2 * 2 * COMMANDS.length);
    // In UTF-16, so that halves of characters occur.
    String text = (way & 1) == 0 ? new String(utf16(bytes.rest())) : bytes.text();
    String[] command = COMMANDS[way / 4];
    StubbedCli cli = new StubbedCli(text, (way & 2) == 0);
    Harmless.requireLines(new String(cli.run(command), StandardCharsets.UTF_8));
    if (way / 4 < WITH_JSON) {
      String[] json = java.util.Arrays.copyOf(command, command.length + 1);
      json[command.length] = "--json";
      Harmless.requireJson(cli.run(json));
    }
  }

  private static char[] utf16(byte[] bytes) {
    char[] text = new char[bytes.length / 2];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) ((bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF));
    }
    return text;
  }
}
