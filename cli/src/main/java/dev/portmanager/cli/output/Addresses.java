package dev.portmanager.cli.output;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Socket addresses as people write them, without asking any name service. */
public final class Addresses {

  private static final int GROUPS = 8;

  private Addresses() {}

  /**
   * Returns the host part: {@code 127.0.0.1}, {@code ::1}, {@code fe80::1%eth0}.
   *
   * @param address the address
   * @return the number, IPv6 in the short form of RFC 5952
   */
  public static String host(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    if (host == null) {
      return address.getHostString();
    }
    String text = host.getHostAddress();
    return text.indexOf(':') < 0 ? text : shorten(text, host.getAddress());
  }

  /**
   * Returns host and port: {@code 127.0.0.1:8080}, {@code [::1]:8080}.
   *
   * @param address the address
   * @return the text
   */
  public static String hostAndPort(InetSocketAddress address) {
    String host = host(address);
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  private static String shorten(String full, byte[] octets) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = ((octets[2 * i] & 0xff) << 8) | (octets[2 * i + 1] & 0xff);
    }
    int gapStart = 0;
    int gapLength = 0;
    for (int start = 0; start < GROUPS; start++) {
      int end = start;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - start > gapLength) {
        gapStart = start;
        gapLength = end - start;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (gapLength > 1 && i == gapStart) {
        text.append("::");
        i += gapLength - 1;
      } else {
        boolean first = text.length() == 0 || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    int zone = full.indexOf('%');
    return zone < 0 ? text.toString() : text.append(full, zone, full.length()).toString();
  }
}
