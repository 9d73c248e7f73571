package dev.portmanager.jmx;

import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.util.Map;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;

/** A real connector on loopback, so that everything crosses the wire as it does for JConsole. */
@SuppressWarnings("BanJNDI") // the address is that of our own server, and no directory is asked
final class RemoteConsole implements AutoCloseable {

  private final JMXConnectorServer server;
  private final JMXConnector client;

  RemoteConsole() throws IOException {
    this(ManagementFactory.getPlatformMBeanServer());
  }

  private RemoteConsole(MBeanServer beans) throws IOException {
    Loopback loopback = new Loopback();
    Map<String, Object> environment =
        Map.of(
            RMIConnectorServer.RMI_CLIENT_SOCKET_FACTORY_ATTRIBUTE, loopback,
            RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE, loopback);
    server =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("service:jmx:rmi://"), environment, beans);
    server.start();
    client = JMXConnectorFactory.connect(server.getAddress(), environment);
  }

  MBeanServerConnection connection() throws IOException {
    return client.getMBeanServerConnection();
  }

  PortManagerMXBean view(ObjectName name) throws IOException {
    return JMX.newMXBeanProxy(connection(), name, PortManagerMXBean.class, true);
  }

  PortManagerOperationsMXBean operations(MBeanRegistration beans) throws IOException {
    return JMX.newMXBeanProxy(
        connection(), beans.operationsName().orElseThrow(), PortManagerOperationsMXBean.class);
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.stop();
  }

  private static final class Loopback
      implements RMIClientSocketFactory, RMIServerSocketFactory, Serializable {

    private static final long serialVersionUID = 1L;

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
      return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }
  }
}
