package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import dev.portmanager.jmx.PortManagerMBeans;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The agent as people start it, looked at as JConsole and Prometheus do: from other processes. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeEndToEndTest {

  private static final String RANGE = "--range=28600-28649";
  private static final ObjectName BEAN = PortManagerMBeans.objectName("default");
  private static final ObjectName OPERATIONS = PortManagerMBeans.operationsName("default");
  private static final int SECONDS_TO_HAPPEN = 30;

  @TempDir static Path release;
  private static Path script;

  @TempDir Path folder;
  private CommandProcess portmanager;

  @BeforeAll
  static void layOut() throws IOException {
    script = ReleaseLayout.in(release);
  }

  @BeforeEach
  void prepare() {
    portmanager = new CommandProcess(List.of(script.toString()), folder);
  }

  private static Map<String, String> env() {
    return Map.of("JAVA_HOME", System.getProperty("java.home"));
  }

  private ServeProcess serve(String... options) throws IOException {
    String[] command = new String[options.length + 2];
    command[0] = "serve";
    command[1] = RANGE;
    System.arraycopy(options, 0, command, 2, options.length);
    return new ServeProcess(portmanager.start(env(), command));
  }

  /** Starts an app that says its port and stays. */
  private Process run(String app) throws IOException {
    return portmanager.start(
        env(), "run", app, RANGE, "--", "sh", "-c", "echo $PORT; exec sleep 300");
  }

  // The address is that of a child of ours.
  @SuppressWarnings("BanJNDI")
  private static JMXConnector attach(Process process) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
    try {
      return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
    } finally {
      machine.detach();
    }
  }

  private static String metrics(ServeProcess serve) throws IOException {
    try (InputStream in = URI.create(serve.value("metrics")).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void consoleThatAttaches_seesTheLeaseOfAnotherProcess() throws Exception {
    try (ServeProcess serve = serve("--allow=find");
        JMXConnector connector = attach(serve.process())) {
      MBeanServerConnection beans = connector.getMBeanServerConnection();
      BlockingQueue<Notification> told = new LinkedBlockingQueue<>();
      beans.addNotificationListener(BEAN, (event, unused) -> told.add(event), null, null);

      Process app = run("web");
      try (BufferedReader out = CommandProcess.reader(app)) {
        String port = out.readLine();
        Notification allocated = told.poll(SECONDS_TO_HAPPEN, TimeUnit.SECONDS);
        assertThat(allocated).isNotNull();
        assertThat(allocated.getType()).isEqualTo("portmanager.port.allocated");
        assertThat(allocated.getMessage()).startsWith(port).contains("web");

        String[] summary = (String[]) beans.getAttribute(BEAN, "LeaseSummary");
        assertThat(summary).singleElement().asString().contains(port, "web", "" + app.pid());
        CompositeData lease =
            (CompositeData)
                beans.invoke(
                    OPERATIONS,
                    "findLease",
                    new Object[] {Integer.valueOf(port)},
                    new String[] {int.class.getName()});
        assertThat(lease.get("pid")).isEqualTo(app.pid());
        assertThat(metrics(serve))
            .contains("portmanager_pool_allocated_ports{manager=\"default\"} 1.0");
      } finally {
        app.destroyForcibly().waitFor();
      }
      Notification released = told.poll(SECONDS_TO_HAPPEN, TimeUnit.SECONDS);
      assertThat(released).isNotNull();
      assertThat(released.getType()).isEqualTo("portmanager.port.released");
    }
  }

  @Test
  void process_isVisibleToJpsAndJConsole() throws Exception {
    try (ServeProcess serve = serve()) {
      String pid = Long.toString(serve.process().pid());
      assertThat(serve.value("console")).isEqualTo("jconsole " + pid);
      assertThat(VirtualMachine.list())
          .filteredOn(machine -> machine.id().equals(pid))
          .singleElement()
          .extracting(VirtualMachineDescriptor::displayName)
          .asString()
          .startsWith(Main.class.getName() + " serve");
    }
  }

  @Test
  void terminated_endsWith143AndGivesThePortBack() throws Exception {
    try (ServeProcess serve = serve()) {
      String url = serve.value("metrics");
      serve.process().destroy();
      assertThat(serve.awaitExit()).isEqualTo(143);
      assertThatThrownBy(() -> URI.create(url).toURL().openStream().close())
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void interrupted_endsWith130() throws Exception {
    assumeThat(isInterruptIgnored())
        .as("a script's background job ignores SIGINT, and so does all that it starts: signal(7)")
        .isFalse();
    try (ServeProcess serve = serve()) {
      String pid = Long.toString(serve.process().pid());
      assertThat(new ProcessBuilder("kill", "-INT", pid).start().waitFor()).isZero();
      assertThat(serve.awaitExit()).isEqualTo(130);
    }
  }

  /** SigIgn of proc_pid_status(5): a bit for each signal, SIGINT being the second. */
  private static boolean isInterruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .anyMatch(ignored -> (ignored & 2) != 0);
  }

  @Test
  void metricsPort_thatAnotherAgentHas_isSaidWithItsPid() throws Exception {
    try (ServeProcess first = serve()) {
      int port = URI.create(first.value("metrics")).getPort();
      CommandProcess.Result second = portmanager.run(env(), "serve", "--metrics-port=" + port);
      assertThat(second.code()).as(second.err()).isEqualTo(1);
      assertThat(second.out()).isEmpty();
      assertThat(second.err())
          .hasLineCount(1)
          .contains("port " + port)
          .contains("pid " + first.process().pid());
    }
  }

  @Test
  void twoAgentsOfOneName_inTwoProcesses_bothServe() throws Exception {
    try (ServeProcess first = serve();
        ServeProcess second = serve()) {
      assertThat(first.value("bean")).isEqualTo(second.value("bean"));
      assertThat(metrics(first)).contains("portmanager_pool_size_ports");
      assertThat(metrics(second)).contains("portmanager_pool_size_ports");
    }
  }

  @Test
  void metricsPort_leasedByRun_isServed() throws Exception {
    Process process =
        portmanager.start(
            env(),
            "run",
            "metrics",
            RANGE,
            "--",
            script.toString(),
            "serve",
            "--registry=" + folder.resolve("registry"),
            RANGE,
            "--metrics-port={port}");
    try (ServeProcess serve = new ServeProcess(process)) {
      String port = portmanager.run(env(), "port", "metrics").out().strip();
      assertThat(serve.value("metrics")).contains(":" + port + "/");
      assertThat(metrics(serve))
          .contains("portmanager_pool_allocated_ports{manager=\"default\"} 1.0");
    }
  }

  @Test
  void shortCommands_loadNothingOfManagement() throws Exception {
    Process get =
        new ProcessBuilder(
                CommandProcess.java(),
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "get",
                "web",
                RANGE,
                "--registry=" + folder.resolve("registry"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = CommandProcess.reader(get)) {
      List<String> loaded = out.lines().toList();
      assertThat(loaded).anyMatch(line -> line.contains(" dev.portmanager.cli.GetCommand "));
      assertThat(loaded)
          .noneMatch(
              line ->
                  line.contains(" io.micrometer.")
                      || line.contains(" io.prometheus.")
                      || line.contains(" dev.portmanager.jmx.")
                      || line.contains(" javax.management.")
                      || line.contains(" com.sun.net.httpserver."));
      assertThat(get.waitFor()).isZero();
    }
  }
}
