package dev.portmanager.os.linux.procfs;

import java.util.HashMap;
import java.util.Map;

/** Reads /etc/passwd: passwd(5). */
public final class LoginNames {

  private LoginNames() {}

  /**
   * Returns the first login name of each user.
   *
   * @param text the file's content; lines of another form are passed over
   * @return the names by the user's number in decimal digits
   */
  public static Map<String, String> parse(String text) {
    Map<String, String> names = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      String[] fields = line.split(":", 4);
      if (fields.length == 4 && !fields[0].isEmpty() && isNumber(fields[2])) {
        names.putIfAbsent(fields[2], fields[0]);
      }
    }
    return Map.copyOf(names);
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 10;
  }
}
