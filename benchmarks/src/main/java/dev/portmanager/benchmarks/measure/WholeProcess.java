package dev.portmanager.benchmarks.measure;

import dev.portmanager.benchmarks.process.Commands;
import dev.portmanager.benchmarks.process.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A subject that is a command: the time is that of the whole process, its start included.
 *
 * @param label its name in tables
 * @param commands runs it
 * @param command the program and its arguments, in which {@code {}} stands for what is asked about
 */
public record WholeProcess(String label, Commands commands, List<String> command)
    implements Subject {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public Reading ask(String argument) throws IOException {
    List<String> words = command.stream().map(word -> word.replace("{}", argument)).toList();
    Commands.Outcome outcome = commands.run(LIMIT, words);
    return new Reading(outcome.nanos(), outcome.output().strip());
  }
}
