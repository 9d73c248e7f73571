package dev.portmanager.benchmarks.measure;

import dev.portmanager.benchmarks.process.Reading;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * Asks several subjects in turn, in rounds, in another order each round, and the reference beside
 * each of them: once before and the next time after, so that none profits from caches that the
 * other warmed. A machine that grows slower or faster meanwhile does so for all.
 */
public final class Turns {

  private final Subject reference;
  private final Plan plan;
  private final Runnable before;
  private final Random order = new Random(1);

  /**
   * Creates turns.
   *
   * @param reference what everything is compared with
   * @param plan how often
   */
  public Turns(Subject reference, Plan plan) {
    this(reference, plan, () -> {});
  }

  /**
   * Creates turns with something to do before each question.
   *
   * @param reference what everything is compared with
   * @param plan how often
   * @param before is run before each question, of the reference too, and not timed
   */
  public Turns(Subject reference, Plan plan, Runnable before) {
    this.reference = reference;
    this.plan = plan;
    this.before = before;
  }

  /**
   * Asks. A subject that fails is asked no more, and what was measured of it is forgotten.
   *
   * @param subjects whom
   * @param argument about what
   * @param failed told of each that failed, and why
   * @return what was measured, in the order of {@code subjects}
   * @throws IOException if the reference failed
   */
  public Map<Subject, Series> run(
      List<Subject> subjects, String argument, BiConsumer<Subject, IOException> failed)
      throws IOException {
    Map<Subject, Series> measured = new LinkedHashMap<>();
    subjects.forEach(subject -> measured.put(subject, new Series()));
    long end = System.nanoTime() + plan.budget().toNanos();
    for (int round = -plan.warmUps(); round < plan.rounds(); round++) {
      if (round >= Plan.LEAST_ROUNDS && System.nanoTime() > end) {
        break;
      }
      List<Subject> turn = new ArrayList<>(measured.keySet());
      Collections.shuffle(turn, order);
      for (Subject subject : turn) {
        Series series = round < 0 ? new Series() : measured.getOrDefault(subject, new Series());
        askBoth(subject, argument, round % 2 == 0, series)
            .ifPresent(
                e -> {
                  measured.remove(subject);
                  failed.accept(subject, e);
                });
      }
    }
    return measured;
  }

  private Optional<IOException> askBoth(
      Subject subject, String argument, boolean referenceFirst, Series series) throws IOException {
    double own = referenceFirst ? askReference(argument) : 0;
    Reading reading;
    try {
      before.run();
      reading = subject.ask(argument);
    } catch (IOException e) {
      return Optional.of(e);
    }
    series.add((double) reading.nanos(), referenceFirst ? own : askReference(argument));
    return Optional.empty();
  }

  private double askReference(String argument) throws IOException {
    before.run();
    return (double) reference.ask(argument).nanos();
  }
}
