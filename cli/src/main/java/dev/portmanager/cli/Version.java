package dev.portmanager.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which version this is: the build writes it into the manifest of the jar. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {
      "portmanager " + text() + " (Java " + System.getProperty("java.version") + ")"
    };
  }

  /** Returns the version, for the manual. */
  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }
}
