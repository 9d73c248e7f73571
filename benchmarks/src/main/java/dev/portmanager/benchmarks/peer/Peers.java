package dev.portmanager.benchmarks.peer;

import dev.portmanager.benchmarks.process.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Installs the peers, each language once. To be used by one thread. */
public final class Peers {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Path sources;
  private final Path target;
  private final Commands commands;
  private final Map<Language, Optional<String>> prepared = new EnumMap<>(Language.class);

  /**
   * Creates an object that installs nothing yet.
   *
   * @param sources src/peers
   * @param target where the peers are to be
   * @param commands runs the scripts
   */
  public Peers(Path sources, Path target, Commands commands) {
    this.sources = sources;
    this.target = target;
    this.commands = commands;
  }

  /** Installs those of all languages, so that no installation comes between measurements. */
  public void prepareAll() {
    for (Language language : Language.values()) {
      missing(language)
          .ifPresent(why -> System.out.println("no peers in " + language.folder() + ": " + why));
    }
  }

  /**
   * Installs the peers of a language, unless that was done before with the same sources.
   *
   * @param language which
   * @return why they cannot be had; empty if they are there
   */
  public Optional<String> missing(Language language) {
    return prepared.computeIfAbsent(language, this::prepare);
  }

  /**
   * Returns where the peers of a language are.
   *
   * @param language which
   * @return the folder
   */
  public Path folder(Language language) {
    return target.resolve(language.folder());
  }

  private Optional<String> prepare(Language language) {
    Path folder = folder(language);
    Path stamp = folder.resolve("prepared");
    try {
      String wanted = contents(sources.resolve(language.folder()));
      if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
        return Optional.empty();
      }
      Files.createDirectories(folder);
      String script = sources.resolve(language.folder()).resolve("prepare.sh").toString();
      System.out.println("preparing the peers in " + language.folder() + " ...");
      Commands.Outcome outcome = commands.run(LIMIT, List.of("sh", script, folder.toString()));
      Files.writeString(folder.resolve("prepare.log"), outcome.output());
      if (outcome.exitCode() != 0) {
        return Optional.of(outcome.lastLine());
      }
      Files.writeString(stamp, wanted);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String contents(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.append(file.getFileName()).append('\n').append(Files.readString(file));
      }
      return all.toString();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
