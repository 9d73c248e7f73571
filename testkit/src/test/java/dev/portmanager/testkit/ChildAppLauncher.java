package dev.portmanager.testkit;

import dev.portmanager.spi.AppLauncher;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A right launcher for any system, in plain Java: runs the application as a child, holds no port.
 */
class ChildAppLauncher implements AppLauncher {

  @Override
  public boolean isSupported() {
    return true;
  }

  @Override
  public int launch(App app) throws NoSuchProgramException {
    if (app.holdPort().isPresent()) {
      throw new UnsupportedOperationException("no port can be held here");
    }
    List<String> command = new ArrayList<>(app.command());
    command.set(0, program(command.get(0), app.environment()).toString());
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(app.environment());
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command.get(0), e);
    }
  }

  private static Path program(String name, Map<String, String> environment)
      throws NoSuchProgramException {
    boolean found = false;
    String path = name.contains("/") ? "/" : environment.getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path file = Path.of(folder).resolve(name);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return file;
      }
      found |= Files.exists(file);
    }
    throw new NoSuchProgramException(name + " cannot be run", found);
  }
}
