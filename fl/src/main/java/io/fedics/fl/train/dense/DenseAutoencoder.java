package io.fedics.fl.train.dense;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Learns to repeat normal rows through a narrow layer; what it cannot repeat is strange. The score is the mean over inputs of
 * the squared error, each divided by its usual squared error among the rows it was fitted on.
 *
 * <p>Source: Hinton and Salakhutdinov 2006; scaled residuals as Mahalanobis with a diagonal covariance.
 */
public final class DenseAutoencoder {
  private static final int BATCH = 128;
  private static final float RATE = 2e-3f;

  private final DenseNetwork network;
  private final DenseInput input;
  private final double[] usual;

  /**
   * @param hidden sizes of the layers between, the narrow one in the middle
   * @param epochs passes over the rows
   * @param leastUsual floor of an input's usual squared error, so that one which never varies does not decide alone
   */
  @SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
  public record Settings(int[] hidden, int epochs, double leastUsual) {
    public static final Settings DEFAULT = new Settings(new int[] {48, 12, 48}, 8, 0.01);
  }

  private DenseAutoencoder(DenseNetwork network, DenseInput input, double[] usual) {
    this.network = network;
    this.input = input;
    this.usual = usual;
  }

  /**
   * @param normals shape {@code [rows][features]}
   */
  public static DenseAutoencoder fit(
      double[][] normals, DenseInput input, Settings settings, long seed) {
    var random = new SplittableRandom(seed);
    int[] sizes = IntStream.concat(
            IntStream.concat(IntStream.of(input.width()), IntStream.of(settings.hidden())),
            IntStream.of(input.width()))
        .toArray();
    var network = new DenseNetwork(sizes, random);
    float[][] rows = new float[normals.length][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = input.of(normals[row]);
    }
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      shuffle(rows, random);
      float rate = (float) (RATE * (1 - 0.9 * epoch / Math.max(1, settings.epochs() - 1)));
      for (int from = 0; from < rows.length; from += BATCH) {
        int to = Math.min(rows.length, from + BATCH);
        for (int row = from; row < to; row++) {
          network.backward(rows[row], rows[row]);
        }
        network.step(rate, to - from);
      }
    }
    return new DenseAutoencoder(network, input, usual(network, rows, settings.leastUsual()));
  }

  /**
   * @param rows shape {@code [rows][features]}
   * @return 1 for a row as usual; more is stranger
   */
  public double[] score(double[][] rows) {
    double[] scores = new double[rows.length];
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(row -> scores[row] = Arrays.stream(errors(rows[row])).average().orElse(0));
    return scores;
  }

  /**
   * What the score is the mean of: which inputs were strange.
   *
   * @param row shape {@code [features]}
   * @return shape {@code [width of the input]}; 1 for an input as usual
   */
  public double[] errors(double[] row) {
    float[] in = input.of(row);
    float[][] layers = network.forward(in);
    float[] out = layers[layers.length - 1];
    double[] errors = new double[in.length];
    for (int i = 0; i < in.length; i++) {
      double error = in[i] - out[i];
      errors[i] = error * error / usual[i];
    }
    return errors;
  }

  private static double[] usual(DenseNetwork network, float[][] rows, double least) {
    double[] sums = new double[rows[0].length];
    for (float[] row : rows) {
      float[][] layers = network.forward(row);
      float[] out = layers[layers.length - 1];
      for (int i = 0; i < sums.length; i++) {
        double error = row[i] - out[i];
        sums[i] += error * error;
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.max(least, sums[i] / rows.length);
    }
    return sums;
  }

  private static void shuffle(float[][] rows, SplittableRandom random) {
    for (int i = rows.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      float[] row = rows[i];
      rows[i] = rows[other];
      rows[other] = row;
    }
  }
}
