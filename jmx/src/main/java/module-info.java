/**
 * Management of a port manager: JMX beans and Micrometer meters, for JConsole, VisualVM, Prometheus
 * and Grafana.
 *
 * <p>Nothing here opens a port, and nothing is registered before it is asked for.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.portmanager.jmx {
  requires static transitive org.jspecify;
  requires transitive dev.portmanager.api;
  requires transitive java.management;
  requires transitive micrometer.core;

  exports dev.portmanager.jmx;
}
