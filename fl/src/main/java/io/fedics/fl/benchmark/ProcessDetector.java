package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.Scorer;
import io.fedics.fl.train.dense.DenseAutoencoder;
import io.fedics.fl.train.dense.DenseInput;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An autoencoder over {@value #WINDOW} hours of all sensors. The score of an hour is the mean over the windows that end in
 * the last {@value #SMOOTHED} hours, so that one odd hour does not raise an alarm.
 */
final class ProcessDetector implements Scorer {
  static final int WINDOW = 4;
  static final int SMOOTHED = 6;
  /** Hours a score depends on. */
  static final int HISTORY = WINDOW + SMOOTHED - 1;

  private final DenseAutoencoder autoencoder;
  private final int sensors;

  private ProcessDetector(DenseAutoencoder autoencoder, int sensors) {
    this.autoencoder = autoencoder;
    this.sensors = sensors;
  }

  /**
   * @param histories normal, shape {@code [hours][HISTORY × sensors]}, the latest hour first
   */
  static ProcessDetector fit(
      double[][] histories, int sensors, DenseAutoencoder.Settings settings, long seed) {
    double[][] windows = Arrays.stream(histories)
        .map(history -> Arrays.copyOf(history, WINDOW * sensors))
        .toArray(double[][]::new);
    DenseInput input = DenseInput.linear(windows);
    return new ProcessDetector(DenseAutoencoder.fit(windows, input, settings, seed), sensors);
  }

  @Override
  public double[] score(double[][] histories) {
    return IntStream.range(0, histories.length)
        .parallel()
        .mapToDouble(hour -> score(histories[hour]))
        .toArray();
  }

  private double score(double[] history) {
    double sum = 0;
    for (int back = 0; back < SMOOTHED; back++) {
      double[] window = Arrays.copyOfRange(history, back * sensors, (back + WINDOW) * sensors);
      sum += Arrays.stream(autoencoder.errors(window)).average().orElse(0);
    }
    return sum / SMOOTHED;
  }
}
