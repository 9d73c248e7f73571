package dev.portmanager.reliability.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this JVM holds at a moment when no operation is under way.
 *
 * @param heap live objects in KB, after a full collection
 * @param tracked native memory in KB that the JVM commits beside the Java heap, by its own tracking
 * @param resident memory in KB that is resident, which has the C library's as well
 * @param descriptors open ones
 * @param threads live ones of Java
 */
record Vitals(long heap, long tracked, long resident, long descriptors, long threads) {

  private static final Pattern TOTAL =
      Pattern.compile("Total: reserved=\\d+KB, committed=(\\d+)KB");
  private static final Pattern HEAP =
      Pattern.compile("Java Heap \\(reserved=\\d+KB, committed=(\\d+)KB\\)");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  static Vitals now() {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024;
    String tracking = tracking();
    UnixOperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    return new Vitals(
        heap,
        number(TOTAL, tracking) - number(HEAP, tracking),
        number(RESIDENT, status()),
        system.getOpenFileDescriptorCount(),
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  /** Returns the seconds of processor that this JVM has taken. */
  static double processorSeconds() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  private static String tracking() {
    try {
      Object text =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "vmNativeMemory",
                  new Object[] {new String[] {"summary"}},
                  new String[] {String[].class.getName()});
      return text.toString();
    } catch (JMException e) {
      throw new IllegalStateException("needs -XX:NativeMemoryTracking=summary", e);
    }
  }

  private static String status() {
    try {
      return Files.readString(Path.of("/proc/self/status"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return Long.parseLong(found.group(1));
  }
}
