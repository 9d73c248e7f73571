package dev.portmanager.reliability.chaos;

import dev.portmanager.PortRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where it happens.
 *
 * @param folder the folder of everything
 * @param range the ports
 * @param driver the log of who kills and stops the others
 */
record ChaosPlace(Path folder, PortRange range, EventLog driver) {

  Path registry() {
    return folder.resolve("registry");
  }

  Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** Reads all logs; a last line that its writer did not live to end is left out. */
  List<Event> events() throws IOException {
    List<Event> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> isLog(f.getFileName().toString())).toList()) {
        String text = Files.readString(file);
        text.substring(0, text.lastIndexOf('\n') + 1)
            .lines()
            .map(Event::parse)
            .forEach(events::add);
      }
    }
    return events;
  }

  private static boolean isLog(String name) {
    return name.endsWith(".log") && !name.endsWith(".err.log");
  }

  /** Returns what the processes said that ended by themselves, for the message of a failure. */
  String said() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      StringBuilder all = new StringBuilder();
      files
          .filter(f -> f.getFileName().toString().endsWith(".err.log"))
          .map(ChaosPlace::read)
          .filter(text -> text.contains("Exception") || text.contains("Error"))
          .limit(3)
          .forEach(all::append);
      return all.toString();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
