/** Contract tests for back ends of Port Manager, and real processes that listen, to test with. */
module dev.portmanager.testkit {
  requires transitive dev.portmanager.api;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;
  requires java.management;
  requires jdk.management;

  exports dev.portmanager.testkit;

  opens dev.portmanager.testkit to
      org.junit.platform.commons;
}
