package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.portmanager.jmx.PortManagerMBeans;
import java.net.ServerSocket;
import java.nio.file.Path;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A console that attaches to the agent by its pid, on every system. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalAttachTest {

  private static final ObjectName BEAN = PortManagerMBeans.objectName("default");
  private static final ObjectName OPERATIONS = PortManagerMBeans.operationsName("default");

  @TempDir Path folder;

  // The address is that of a child of ours.
  @SuppressWarnings("BanJNDI")
  private static JMXConnector attach(long pid) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
    try {
      return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
    } finally {
      machine.detach();
    }
  }

  @Test
  void console_seesTheLeaseOfAnotherProcess_andTheOwnerOfAPort() throws Exception {
    CommandProcess portmanager = CommandProcess.ofJava(folder);
    String range = "--range=28600-28649";
    try (ServeProcess serve =
            new ServeProcess(
                portmanager.start("serve", range, "--allow=find", "--allow-unmanaged-ports"));
        JMXConnector connector = attach(serve.process().pid());
        ServerSocket listener = new ServerSocket(0)) {
      MBeanServerConnection beans = connector.getMBeanServerConnection();
      // Not asked before the lease is there: an answer may be a quarter of a second old.
      CommandProcess.Result got = portmanager.run("get", "web", range);
      assertThat(got.code()).as(got.err()).isZero();
      assertThat((String[]) beans.getAttribute(BEAN, "LeaseSummary"))
          .singleElement()
          .asString()
          .contains(got.out().strip(), "web");

      CompositeData found =
          (CompositeData)
              beans.invoke(
                  OPERATIONS,
                  "findProcessOnPort",
                  new Object[] {listener.getLocalPort()},
                  new String[] {int.class.getName()});
      assertThat(found.toString()).contains("" + ProcessHandle.current().pid());
    }
  }
}
