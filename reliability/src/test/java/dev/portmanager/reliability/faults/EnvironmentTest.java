package dev.portmanager.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.cli.Main;
import dev.portmanager.reliability.NativeProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row: {@code who}, {@code get} and {@code doctor} in a system that refuses something. */
@EnabledOnOs(OS.LINUX)
class EnvironmentTest {

  private static final String FULL =
      "mount -t tmpfs -o size=4k none \"$R\" && chmod 700 \"$R\" && { head -c 8192 /dev/zero >"
          + " \"$R/filler\" 2>/dev/null; exec \"$@\"; }";
  private static final String READ_ONLY =
      "mount -t tmpfs -o mode=700 none \"$R\" && mount -o remount,ro \"$R\" && exec \"$@\"";

  /** Becomes another user, who may read the class path and no more. */
  private static final String OTHER_USER =
      "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=+dac_read_search"
          + " --ambient-caps=+dac_read_search ";

  private static final String HIDING =
      "mount -t tmpfs -o mode=700,uid=65534 none \"$R\" && mount -t proc -o hidepid=2 proc /proc"
          + " && exec "
          + OTHER_USER
          + "\"$@\"";

  @TempDir Path folder;

  /**
   * An environment, and what is to be seen in it.
   *
   * @param name of the row
   * @param wrapper the words before the command
   * @param who the exit code and a part of what is said
   * @param get the same
   * @param doctor the same
   */
  private record Row(String name, List<String> wrapper, Said who, Said get, Said doctor) {
    @Override
    public String toString() {
      return name;
    }
  }

  private record Said(int code, String part, String also) {
    Said(int code, String part) {
      this(code, part, "");
    }
  }

  static Stream<Row> rows() {
    Said seen = new Said(0, Long.toString(ProcessHandle.current().pid()));
    Said port = new Said(0, "80");
    Said noRegister = new Said(1, "cannot be opened");
    Said noSpace = new Said(1, "No space left on device");
    Said hidden = new Said(5, "hidepid");
    return Stream.of(
        new Row("nothing refused", List.of("env"), seen, port, new Said(0, "pinned by pidfd")),
        new Row("no netlink", without("netlink"), seen, port, new Said(0, "netlink is refused")),
        new Row("no pidfd", without("pidfd_open"), seen, port, new Said(0, "there is no pidfd")),
        new Row("no ptrace call", without("ptrace"), seen, port, new Said(0, "SYS_PTRACE: it may")),
        new Row(
            "no right to trace",
            words("setpriv --bounding-set=-sys_ptrace --inh-caps=-sys_ptrace"),
            new Said(5, "give it the capability SYS_PTRACE"),
            port,
            new Said(0, "without the capability SYS_PTRACE")),
        new Row(
            "user namespace",
            words("unshare -Ur"),
            new Said(5, "root in its user namespace only"),
            port,
            new Said(0, "of a user namespace")),
        new Row(
            "container",
            words("unshare -pfmn --mount-proc"),
            new Said(3, "nothing listens"),
            port,
            new Said(0, "in a pid namespace of its own")),
        new Row(
            "hidepid=2, another user", shell(HIDING), hidden, port, new Said(0, "with hidepid")),
        new Row("disk full", shell(FULL), seen, noSpace, allTheSame(noSpace)),
        new Row("read-only", shell(READ_ONLY), seen, noRegister, allTheSame(noRegister)));
  }

  /** A broken register is one finding, among those of everything that works. */
  private static Said allTheSame(Said broken) {
    return new Said(1, broken.part(), "pinned by pidfd");
  }

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  private static List<String> without(String what) {
    return List.of("without", what);
  }

  private static List<String> shell(String script) {
    return List.of("unshare", "-m", "sh", "-c", script, "sh");
  }

  @BeforeEach
  void needsRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root, for namespaces");
    NativeProgram.requireTool("unshare");
    NativeProgram.requireTool("setpriv");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatWorks_andWhatIsSaid(Row row) throws Exception {
    List<String> wrapper = new ArrayList<>(row.wrapper());
    if (wrapper.get(0).equals("without")) {
      wrapper.set(0, NativeProgram.compile(folder, "without").toString());
    }
    Path registry = newRegistry();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      check(wrapper, row.who(), "who", Integer.toString(server.getLocalPort()));
      check(wrapper, row.get(), "get", "web", "--registry", registry.toString());
      check(wrapper, row.doctor(), "doctor", "--registry", registry.toString());
    }
  }

  /** What a user can be short of, from nearly nothing to enough. */
  private record Shortage(
      List<String> wrapper,
      int from,
      int step,
      int enough,
      String sentence,
      Set<Integer> answers) {}

  /** Who is root is not counted: so another user, whom nobody else is. */
  private static final String FEW_THREADS =
      "mount -t tmpfs -o mode=700,uid=61234 none \"$R\" && N=$1 && shift && exec setpriv"
          + " --reuid=61234 --regid=61234 --clear-groups --inh-caps=+dac_read_search"
          + " --ambient-caps=+dac_read_search prlimit --nproc=$N \"$@\"";

  private static final String FEW_DESCRIPTORS = "ulimit -n $1 && shift && exec \"$@\"";

  @Test
  void fewDescriptors() throws Exception {
    saysWhatIsShort(
        new Shortage(
            List.of("sh", "-c", FEW_DESCRIPTORS, "sh"), 8, 2, 256, "(ulimit -n)", Set.of(0)));
  }

  @Test
  void fewThreads() throws Exception {
    NativeProgram.requireTool("prlimit");
    saysWhatIsShort(new Shortage(shell(FEW_THREADS), 12, 1, 64, "(ulimit -u", Set.of(0, 5)));
  }

  /**
   * Goes up until all works. Where Java itself does not get as far as our program, it is left out.
   */
  private void saysWhatIsShort(Shortage shortage) throws Exception {
    Path registry = newRegistry();
    int sentences = 0;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(server.getLocalPort());
      boolean works = false;
      for (int limit = shortage.from(); !works; limit += shortage.step()) {
        assertThat(limit).as("works with enough").isLessThan(shortage.enough());
        List<String> wrapper = new ArrayList<>(shortage.wrapper());
        wrapper.add(Integer.toString(limit));
        Ended who = run(wrapper, "who", port);
        Ended get = run(wrapper, "get", "web", "--registry", registry.toString());
        boolean seen = shortage.answers().contains(who.code());
        sentences += seen ? 0 : sentence(shortage, who);
        sentences += sentence(shortage, get);
        works = seen && get.code() == 0;
      }
    }
    assertThat(sentences).as("sentences that say what is short").isPositive();
  }

  private static int sentence(Shortage shortage, Ended ended) {
    boolean notStarted =
        ended.said().contains("initialization of VM")
            || ended.said().contains("Could not create the Java Virtual Machine")
            || ended.said().contains("A JNI error has occurred");
    if (notStarted || ended.code() == 0) {
      return 0;
    }
    assertThat(ended.said())
        .startsWith("portmanager: ")
        .hasLineCount(1)
        .doesNotContain("Exception in thread", "must be mounted");
    assertThat(ended.code()).as(ended.said()).isIn(1, 5);
    return ended.said().contains(shortage.sentence()) ? 1 : 0;
  }

  private Path newRegistry() throws IOException {
    return Files.createDirectory(
        folder.resolve("registry"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private void check(List<String> wrapper, Said expected, String... command)
      throws IOException, InterruptedException {
    Ended ended = run(wrapper, command);
    assertThat(ended.said())
        .as(String.join(" ", command))
        .contains(expected.part(), expected.also())
        .doesNotContain("Exception in thread")
        .doesNotContain("\tat ");
    assertThat(ended.code()).as(ended.said()).isEqualTo(expected.code());
  }

  private record Ended(int code, String said) {}

  private Ended run(List<String> wrapper, String... command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(wrapper);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    words.addAll(List.of("-Xlog:disable", "-XX:-MaxFDLimit", "-cp")); // as the start script
    words.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    words.addAll(Arrays.asList(command));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("R", folder.resolve("registry").toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }
}
