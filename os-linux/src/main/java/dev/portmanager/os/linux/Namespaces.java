package dev.portmanager.os.linux;

import dev.portmanager.os.linux.procfs.MalformedProcFileException;
import dev.portmanager.os.linux.procfs.ProcFs;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The namespaces that this process lives in: namespaces(7).
 *
 * @param proc where to read
 */
record Namespaces(ProcFs proc) {

  private static final Pattern LINK = Pattern.compile("[a-z]+:\\[(\\d{1,19})\\]");

  /** Returns the number of the network namespace. */
  String network() {
    return number("self/ns/net");
  }

  /** Returns the number of the pid namespace; empty if /proc shows another one. */
  Optional<String> pid() {
    try {
      // The kernel gives the reader's pid in the namespace that this /proc was mounted for.
      String self = proc.link("self");
      boolean ours = self.equals(Long.toString(ProcessHandle.current().pid()));
      return ours ? Optional.of(number("self/ns/pid")) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // this process has no pid in the namespace that /proc shows
    }
  }

  private String number(String link) {
    try {
      String target = proc.link(link);
      Matcher matcher = LINK.matcher(target);
      if (matcher.matches()) {
        return matcher.group(1);
      }
      throw new MalformedProcFileException("a namespace behind the link " + link, target);
    } catch (IOException e) {
      throw LinuxHost.unreadable(link, e);
    }
  }
}
