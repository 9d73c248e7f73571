package dev.portmanager.cli;

import dev.portmanager.jmx.PortManagerMBeans;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.management.Attribute;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/**
 * What a console does from another process: connects, reads, and tries what it may not. Prints a
 * line for each.
 */
final class RemoteConsole {

  private static final ObjectName BEAN = PortManagerMBeans.objectName("default");
  private static final ObjectName OPERATIONS = PortManagerMBeans.operationsName("default");

  private final MBeanServerConnection beans;

  private RemoteConsole(MBeanServerConnection beans) {
    this.beans = beans;
  }

  /**
   * Runs it.
   *
   * @param args host and port; role and password, or nothing
   */
  // The address is that of a child of the test.
  @SuppressWarnings("BanJNDI")
  public static void main(String[] args) throws Exception {
    Map<String, Object> environment = new HashMap<>();
    if (args.length > 1) {
      environment.put(JMXConnector.CREDENTIALS, new String[] {args[1], args[2]});
    }
    if (Boolean.getBoolean("test.tls")) {
      environment.put("com.sun.jndi.rmi.factory.socket", new SslRMIClientSocketFactory());
    }
    JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://" + args[0] + "/jmxrmi");
    try (JMXConnector connector = JMXConnectorFactory.connect(url, environment)) {
      say("connected");
      new RemoteConsole(connector.getMBeanServerConnection()).look();
    } catch (SecurityException | IOException e) {
      say("refused " + e.getClass().getName());
    }
  }

  private void look() throws Exception {
    for (MBeanAttributeInfo attribute : beans.getMBeanInfo(BEAN).getAttributes()) {
      Object value = beans.getAttribute(BEAN, attribute.getName());
      say("attribute " + attribute.getName() + (value == null ? " null" : " read"));
    }
    for (MBeanOperationInfo operation : beans.getMBeanInfo(OPERATIONS).getOperations()) {
      invoke(operation);
    }
    tell(
        "create", () -> beans.createMBean("javax.management.timer.Timer", new ObjectName("x:y=z")));
    tell("unregister", () -> beans.unregisterMBean(BEAN));
    tell("subscribe", () -> beans.addNotificationListener(BEAN, (event, unused) -> {}, null, null));
    tell("hashmap", () -> beans.setAttribute(BEAN, new Attribute("Name", new HashMap<>(Map.of()))));
  }

  private void invoke(MBeanOperationInfo operation) {
    MBeanParameterInfo[] parameters = operation.getSignature();
    Object[] values = new Object[parameters.length];
    String[] types = new String[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      types[i] = parameters[i].getType();
      values[i] =
          switch (types[i]) {
            case "int" -> 28650;
            case "long" -> 1L;
            case "boolean" -> true;
            default -> "web";
          };
    }
    tell(
        "invoke " + operation.getName(),
        () -> beans.invoke(OPERATIONS, operation.getName(), values, types));
  }

  private interface Attempt {
    void make() throws Exception;
  }

  private static void tell(String what, Attempt attempt) {
    try {
      attempt.make();
      say(what + " ok");
    } catch (SecurityException e) {
      say(what + " " + e.getClass().getName());
    } catch (Exception e) {
      say(what + " " + allOf(e));
    }
  }

  private static String allOf(Throwable failure) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      all.append(cause).append("; ");
    }
    return all.toString().replace('\n', ' ');
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
