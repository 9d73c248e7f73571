package dev.portmanager.jmx.bean;

import java.util.concurrent.ThreadFactory;

/**
 * Makes threads that keep neither the JVM running nor an application that has been undeployed
 * alive: no inherited thread locals, and the system's context class loader.
 *
 * @param name what to name each after
 */
record DaemonThreads(String name) implements ThreadFactory {

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    return thread;
  }
}
