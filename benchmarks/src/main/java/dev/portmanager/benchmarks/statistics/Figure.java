package dev.portmanager.benchmarks.statistics;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * What a number of measurements come to. The spread is that of the middle half, which a single
 * interruption by the system does not move.
 *
 * @param count how many measurements
 * @param median the median
 * @param low the first quartile
 * @param high the third quartile
 */
public record Figure(int count, double median, double low, double high) {

  /** Checks the order. */
  public Figure {
    if (count < 1 || !(low <= median && median <= high)) {
      throw new IllegalArgumentException(
          "not a figure: count " + count + ", " + low + " <= " + median + " <= " + high);
    }
  }

  /**
   * Summarises measurements.
   *
   * @param values at least one, all finite
   * @return their median and quartiles
   * @throws IllegalArgumentException if there is none, or one is infinite or not a number
   */
  public static Figure of(double... values) {
    if (values.length == 0 || !DoubleStream.of(values).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("no finite measurements: " + Arrays.toString(values));
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Figure(
        sorted.length, quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75));
  }

  /**
   * Summarises the ratios of measurements that were taken in turn: the median of the ratios, which
   * a slow drift of the machine leaves alone, not the ratio of the medians.
   *
   * @param values what is compared
   * @param references what it is compared with, each taken beside the value of the same index
   * @return the ratios' median and quartiles
   * @throws IllegalArgumentException if the numbers of both differ, or a reference is not positive
   */
  public static Figure ofRatios(double[] values, double[] references) {
    if (values.length != references.length) {
      throw new IllegalArgumentException(
          values.length + " values cannot be paired with " + references.length);
    }
    double[] ratios = new double[values.length];
    for (int i = 0; i < ratios.length; i++) {
      if (!(references[i] > 0)) {
        throw new IllegalArgumentException("a reference took no time: " + references[i]);
      }
      ratios[i] = values[i] / references[i];
    }
    return of(ratios);
  }

  /** Interpolates between the two nearest, as R's type 7 and numpy do. */
  private static double quantile(double[] sorted, double part) {
    double at = part * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Returns the width of the middle half, as a part of the median.
   *
   * @return 0 if all are the same
   */
  public double spread() {
    return median == 0 ? 0 : (high - low) / median;
  }

  /**
   * Returns the same in another unit.
   *
   * @param factor what to multiply with, positive
   * @return the product
   */
  public Figure times(double factor) {
    return new Figure(count, median * factor, low * factor, high * factor);
  }
}
