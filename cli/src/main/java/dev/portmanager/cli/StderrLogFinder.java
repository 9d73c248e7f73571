package dev.portmanager.cli;

import java.lang.System.Logger;

/**
 * Sends the library's warnings to standard error as one line each. Without it they would take the
 * way through java.util.logging, which costs start-up time and prints a date, a class and a method.
 */
public final class StderrLogFinder extends System.LoggerFinder {

  /** Creates a finder; for {@link java.util.ServiceLoader}. */
  public StderrLogFinder() {}

  @Override
  public Logger getLogger(String name, Module module) {
    return new StderrLog(name);
  }
}
