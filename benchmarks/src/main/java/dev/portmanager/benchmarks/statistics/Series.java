package dev.portmanager.benchmarks.statistics;

import java.util.ArrayList;
import java.util.List;

/** Measurements beside those of a reference, as they come in. To be used by one thread. */
public final class Series {

  private final List<Double> values = new ArrayList<>();
  private final List<Double> references = new ArrayList<>();

  /**
   * Adds a pair.
   *
   * @param value what was measured
   * @param reference what the reference took, just before or after
   */
  public void add(double value, double reference) {
    values.add(value);
    references.add(reference);
  }

  /**
   * Tells whether nothing was added.
   *
   * @return true if so
   */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /**
   * Summarises the values.
   *
   * @return their figure
   * @throws IllegalArgumentException if there are none
   */
  public Figure values() {
    return Figure.of(array(values));
  }

  /**
   * Summarises the references.
   *
   * @return their figure
   * @throws IllegalArgumentException if there are none
   */
  public Figure references() {
    return Figure.of(array(references));
  }

  /**
   * Summarises the ratios of both.
   *
   * @return their figure
   * @throws IllegalArgumentException if there are none
   */
  public Figure ratios() {
    return Figure.ofRatios(array(values), array(references));
  }

  private static double[] array(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
