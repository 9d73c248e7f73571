package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.jmx.MBeanRegistration;
import dev.portmanager.jmx.Operation;
import dev.portmanager.jmx.PortManagerMBeans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The set-up for remote consoles, taken from {@code docs/jmx.md} word by word; only the folder and
 * the port are put in.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RemoteSetupTest {

  private static final String RANGE = "--range=28650-28699";
  private static final String FOLDER = "/home/me/jmx";
  private static final String PORT = "9875";
  private static final Pattern VARIABLE =
      Pattern.compile("^export PORTMANAGER_JAVA_OPTS='(.*)'$", Pattern.MULTILINE);
  private static final Pattern TRUST =
      Pattern.compile("-J(-Djavax\\.net\\.ssl\\.trustStore\\S*?=)(\\S+)");
  private static final int DEADLINE_SECONDS = 60;

  @TempDir static Path release;
  private static Path script;

  @TempDir Path folder;
  private String text;
  private String port;

  @BeforeAll
  static void layOut() throws IOException {
    script = ReleaseLayout.in(release);
  }

  @BeforeEach
  void read() throws IOException {
    port = Integer.toString(freePort());
    text = Files.readString(Path.of("..", "docs", "jmx.md"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Returns the block of that name, in our folder and on our port. */
  private String block(String name) {
    Matcher block =
        Pattern.compile(
                "^```\\S+ " + Pattern.quote(name) + "\n(.*?)^```$",
                Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(text);
    assertThat(block.find()).as("a block " + name).isTrue();
    return block.group(1).replace(FOLDER, folder.toString()).replace(PORT, port);
  }

  private void write(String name, String content) {
    try {
      Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeFiles(String properties) throws Exception {
    write("jmx.properties", properties);
    write("jmx.access", block("jmx.access"));
    write("jmx.password", block("jmx.password"));
    shell(block("start").lines().filter(line -> line.startsWith("chmod")).toList());
  }

  private static void shell(List<String> lines) throws Exception {
    String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
    ProcessBuilder builder = new ProcessBuilder("sh", "-ec", String.join("\n", lines)).inheritIO();
    builder.environment().put("PATH", path);
    Process process = builder.start();
    assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(lines.toString()).isZero();
  }

  private String options() {
    Matcher variable = VARIABLE.matcher(block("start"));
    assertThat(variable.find()).isTrue();
    return variable.group(1);
  }

  private ServeProcess serve() throws IOException {
    return new ServeProcess(
        new CommandProcess(List.of(script.toString()), folder)
            .start(
                Map.of(
                    "JAVA_HOME",
                    System.getProperty("java.home"),
                    "PORTMANAGER_JAVA_OPTS",
                    options()),
                "serve",
                RANGE,
                "--allow=find,release,kill"));
  }

  /** Runs a console of another process, and returns what it saw, a line each. */
  private List<String> console(List<String> options, String... credentials) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(CommandProcess.java());
    words.addAll(options);
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.add(RemoteConsole.class.getName());
    words.add("127.0.0.1:" + port);
    words.addAll(List.of(credentials));
    Path out = folder.resolve("console.out");
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the console has not ended: " + Files.readString(out));
    }
    return Files.readAllLines(out);
  }

  private static void assertSeesAllAndCallsNothing(List<String> seen) throws Exception {
    assertThat(seen).contains("connected");
    for (String attribute : attributesOfTheBean()) {
      assertThat(seen).contains("attribute " + attribute + " read");
    }
    assertThat(seen)
        .contains(
            "invoke findProcessOnPort java.lang.SecurityException",
            "invoke findLease java.lang.SecurityException",
            "invoke releasePort java.lang.SecurityException",
            "invoke releaseApplication java.lang.SecurityException",
            "invoke killProcessOnPort java.lang.SecurityException",
            "create java.lang.SecurityException",
            "unregister java.lang.SecurityException",
            "subscribe ok")
        .anyMatch(line -> line.startsWith("hashmap ") && line.contains("REJECTED"))
        .noneMatch(line -> line.startsWith("invoke ") && !line.endsWith("SecurityException"));
  }

  private static List<String> attributesOfTheBean() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    FakePortManager manager = new FakePortManager();
    try (MBeanRegistration beans = PortManagerMBeans.register(manager)) {
      return Stream.of(server.getMBeanInfo(beans.objectName()).getAttributes())
          .map(MBeanFeatureInfo::getName)
          .toList();
    }
  }

  @Test
  void loopbackBehindSsh_readonlyRoleSeesAllAttributesAndCallsNothing() throws Exception {
    writeFiles(block("jmx.properties"));
    try (ServeProcess serve = serve()) {
      assertThat(serve.value("operations")).isEqualTo("find,release,kill");
      assertSeesAllAndCallsNothing(console(List.of(), "monitor", "change-me"));
      assertThat(console(List.of(), "monitor", "guessed"))
          .containsExactly("refused java.lang.SecurityException");
      assertThat(console(List.of())).containsExactly("refused java.lang.SecurityException");
      assertThat(Files.readString(folder.resolve("jmx.password"))).doesNotContain("change-me");
    }
  }

  @Test
  void loopbackBehindSsh_listensOnLoopbackAlone() throws Exception {
    writeFiles(block("jmx.properties"));
    try (ServeProcess serve = serve()) {
      CommandProcess.Result who =
          new CommandProcess(List.of(script.toString()), folder)
              .run(Map.of("JAVA_HOME", System.getProperty("java.home")), "who", port);
      assertThat(who.out()).contains("\t" + serve.process().pid() + "\t");
      assertThat(who.out().lines())
          .allMatch(
              line -> line.contains("\t127.0.0.1:") || line.contains("\t[::ffff:127.0.0.1]:"));
    }
  }

  @Test
  void tls_readonlyRoleSeesAllAttributesAndCallsNothing() throws Exception {
    String properties =
        block("jmx.properties")
            .lines()
            .filter(
                line -> !line.contains("jmxremote.ssl=false") && !line.contains("jmxremote.host="))
            .reduce("", (all, line) -> all + line + "\n");
    write("jmx.ssl", block("jmx.ssl"));
    shell(block("tls").lines().toList());
    writeFiles(properties + block("jmx.tls"));
    List<String> trust = new ArrayList<>();
    Matcher option = TRUST.matcher(text);
    while (option.find()) {
      trust.add(option.group(1) + option.group(2).replace("trust.p12", folder + "/trust.p12"));
    }
    assertThat(trust).hasSize(2);
    try (ServeProcess serve = serve()) {
      assertThat(serve.process().isAlive()).isTrue();
      List<String> tls = new ArrayList<>(trust);
      tls.add("-Dtest.tls=true");
      assertSeesAllAndCallsNothing(console(tls, "monitor", "change-me"));
      assertThat(console(tls, "monitor", "guessed"))
          .containsExactly("refused java.lang.SecurityException");
      assertThat(console(List.of("-Dtest.tls=true"), "monitor", "change-me"))
          .singleElement()
          .asString()
          .startsWith("refused ")
          .doesNotContain("SecurityException");
      assertThat(console(List.of(), "monitor", "change-me"))
          .singleElement()
          .asString()
          .startsWith("refused ");
    }
  }

  @Test
  void everyAttributeOperationAndNotification_isInTheTables() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    FakePortManager manager = new FakePortManager();
    try (MBeanRegistration beans =
        PortManagerMBeans.builder(manager).allow(Operation.values()).register()) {
      Stream.of(server.getMBeanInfo(beans.objectName()).getAttributes())
          .forEach(attribute -> assertThat(text).contains("`" + attribute.getName() + "`"));
      Stream.of(server.getMBeanInfo(beans.objectName()).getNotifications())
          .flatMap(info -> Stream.of(info.getNotifTypes()))
          .forEach(type -> assertThat(text).contains("`" + type + "`"));
      Stream.of(server.getMBeanInfo(beans.operationsName().orElseThrow()).getOperations())
          .forEach(operation -> assertThat(text).contains("`" + operation.getName() + "("));
    }
  }
}
