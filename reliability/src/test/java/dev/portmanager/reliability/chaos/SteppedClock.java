package dev.portmanager.reliability.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A wall clock that is stepped under the processes which run with it, by libfaketime (Debian:
 * faketime). CLOCK_MONOTONIC stays as it is, as it does when a machine's clock is set.
 */
final class SteppedClock {

  private static final int MOST_SECONDS = 100_000;

  private final Path library;
  private final Path offset;

  private SteppedClock(Path library, Path offset) {
    this.library = library;
    this.offset = offset;
  }

  /** Returns the clock; empty if the library is not installed. */
  static Optional<SteppedClock> in(Path folder) throws IOException {
    Path libraries = Path.of("/usr/lib");
    if (!Files.isDirectory(libraries)) {
      return Optional.empty();
    }
    try (Stream<Path> found =
        Files.find(
            libraries, 3, (f, a) -> f.getFileName().toString().equals("libfaketimeMT.so.1"))) {
      Optional<Path> library = found.findFirst();
      if (library.isEmpty()) {
        return Optional.empty();
      }
      SteppedClock clock = new SteppedClock(library.get(), folder.resolve("offset"));
      clock.set(0);
      return Optional.of(clock);
    }
  }

  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", offset.toString(),
        "FAKETIME_NO_CACHE", "1",
        "DONT_FAKE_MONOTONIC", "1",
        "NO_FAKE_STAT", "1");
  }

  /** Steps it, to up to a day before or after the true time. */
  void step(Random random) throws IOException {
    set(random.nextInt(-MOST_SECONDS, MOST_SECONDS));
  }

  private void set(int seconds) throws IOException {
    Path next =
        Files.writeString(offset.resolveSibling("offset.new"), (seconds < 0 ? "" : "+") + seconds);
    Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
  }
}
