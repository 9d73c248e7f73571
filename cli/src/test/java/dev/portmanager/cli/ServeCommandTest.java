package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.PortRange;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.jmx.PortManagerMBeans;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The command in this process: looked at from within its pause, over a manager that is not real.
 */
@Timeout(60)
class ServeCommandTest {

  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+/metrics");

  private final CliRunner cli = new CliRunner();
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  private String url() {
    Matcher url = URL.matcher(cli.out());
    assertThat(url.find()).as(cli.out()).isTrue();
    return url.group();
  }

  private static String get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** Runs the command, and looks around while it serves. */
  private int serve(Look look, String... options) {
    cli.pause =
        period -> {
          try {
            look.look();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          return false;
        };
    String[] args = Stream.concat(Stream.of("serve"), Stream.of(options)).toArray(String[]::new);
    return cli.run(args);
  }

  private interface Look {
    void look() throws Exception;
  }

  @Test
  void beansAndMetrics_areThereUntilTheEnd() throws Exception {
    ObjectName bean = PortManagerMBeans.objectName("default");
    AtomicReference<String> served = new AtomicReference<>("");
    cli.manager.leases.add(Fixtures.leaseOf("web", 8050, 4711));
    int code =
        serve(
            () -> {
              served.set(get(url()));
              assertThat(server.getAttribute(bean, "AllocatedCount")).isEqualTo(1);
              assertThat(server.isRegistered(PortManagerMBeans.operationsName("default")))
                  .isFalse();
            });
    assertThat(code).as(cli.err()).isZero();
    assertThat(cli.err()).isEmpty();
    assertThat(served.get())
        .contains("portmanager_pool_allocated_ports{manager=\"default\"} 1.0")
        .contains(
            "portmanager_allocation_seconds_bucket{manager=\"default\",outcome=\"success\",le=\"0.001\"}");
    assertThat(server.isRegistered(bean)).isFalse();
    assertThat(cli.manager.closed).isTrue();
    assertThatThrownBy(() -> get(url())).isInstanceOf(ConnectException.class);
  }

  @Test
  void whatIsPrinted_inPipe_isAWordATabAndAValue() {
    serve(() -> {}, "--allow", "kill,FIND", "--name", "my pool");
    List<String> lines =
        cli.out().lines().filter(line -> !line.startsWith("metrics\thttp://[::1]:")).toList();
    assertThat(lines.get(0)).matches("metrics\thttp://127\\.0\\.0\\.1:[0-9]+/metrics");
    assertThat(lines.subList(1, lines.size()))
        .containsExactly(
            "bean\tdev.portmanager:type=PortManager,name=\"my pool\"",
            "operations-bean\tdev.portmanager:type=PortManagerOperations,name=\"my pool\"",
            "operations\tfind,kill",
            "console\tjconsole " + ProcessHandle.current().pid());
  }

  @Test
  void whatIsPrinted_isFlushedBeforeThePause() {
    AtomicReference<String> seen = new AtomicReference<>("");
    serve(() -> seen.set(cli.out()));
    assertThat(seen.get()).contains("bean\t").endsWith("\n").isEqualTo(cli.out());
  }

  @Test
  void whatIsPrinted_onATerminal_isNeverCut() {
    cli.terminal = true;
    cli.columns = 40;
    serve(() -> {}, "--allow=release");
    assertThat(cli.out())
        .contains("operations-bean  dev.portmanager:type=PortManagerOperations,name=default\n")
        .contains("operations       release\n");
    serve(() -> {});
    assertThat(cli.out()).endsWith("  jconsole " + ProcessHandle.current().pid() + "\n");
    assertThat(cli.out()).contains("operations       none (--allow find,release,kill)\n");
  }

  @Test
  void operations_areThoseNamed() {
    ObjectName operations = PortManagerMBeans.operationsName("default");
    AtomicReference<List<String>> found = new AtomicReference<>(List.of());
    serve(
        () ->
            found.set(
                Stream.of(server.getMBeanInfo(operations).getOperations())
                    .map(operation -> operation.getName())
                    .sorted()
                    .toList()),
        "--allow",
        "find,release");
    assertThat(found.get())
        .containsExactly("findLease", "findProcessOnPort", "releaseApplication", "releasePort");
  }

  @Test
  void rangeAndName_areTheManagers() {
    serve(() -> {}, "--range", "9000-9009", "--name", "ci");
    assertThat(cli.manager.range).isEqualTo(new PortRange(9000, 9009));
    assertThat(cli.manager.name).isEqualTo("ci");
  }

  @Test
  void metricsPort_thatIsTaken_isSaidWithWhoHasIt() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      cli.manager.statuses.put(
          port,
          new PortStatus(port, PortState.IN_USE, "in use by pid 7 (java) of user ann", List.of()));
      assertThat(cli.run("serve", "--metrics-port=" + port)).isEqualTo(1);
      assertThat(cli.out()).isEmpty();
      assertThat(cli.err())
          .isEqualTo(
              "portmanager: no metrics can be served on port "
                  + port
                  + ": in use by pid 7 (java) of user ann\n");
      assertThat(server.isRegistered(PortManagerMBeans.objectName("default"))).isFalse();
      assertThat(cli.manager.closed).isTrue();
    }
  }

  @Test
  void metricsPort_thatIsForbidden_exits5WithTheReason() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      cli.manager.statuses.put(
          port, new PortStatus(port, PortState.FORBIDDEN, "only root may listen there", List.of()));
      assertThat(cli.run("serve", "--metrics-port=" + port)).isEqualTo(5);
      assertThat(cli.err()).hasLineCount(1).contains("only root may listen there");
    }
  }

  @Test
  void secondAgent_ofOneNameInOneJvm_isRefusedAndTheFirstStays() {
    AtomicReference<CliRunner> second = new AtomicReference<>();
    AtomicReference<Integer> code = new AtomicReference<>();
    serve(
        () -> {
          second.set(new CliRunner());
          code.set(second.get().run("serve"));
          assertThat(server.isRegistered(PortManagerMBeans.objectName("default"))).isTrue();
        });
    assertThat(code.get()).isEqualTo(1);
    assertThat(second.get().err()).hasLineCount(1).contains("name=default");
  }

  @Test
  void badAllow_namesTheWords() {
    assertThat(cli.run("serve", "--allow=find,stop")).isEqualTo(2);
    assertThat(cli.err()).contains("find, release, kill").contains("\"stop\"");
  }
}
