package io.fedics.fl.train;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.tree.IsolationForest;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import smile.anomaly.IsolationForest.Options;
import smile.math.MathEx;

/**
 * Grows isolation forests with Smile, one tree at a time: Smile grows trees in parallel from random numbers of whichever
 * thread comes by, which no seed can repeat. A forest of one tree is grown by the calling thread, whose numbers we seed.
 * Cuts are parallel to the axes (extension level 0).
 */
public final class IsolationForestTrainer {
  public static final int TREES = 100;
  public static final int SUBSAMPLE = 256;

  /** Rows whose paths say what to expect at a node; more would only cost time. */
  private static final int EXPECTATION_ROWS = 10_000;
  /** Smile keeps half of each pair of Gaussian numbers where all threads see it. */
  private static final Object ONE_AT_A_TIME = new Object();

  private IsolationForestTrainer() {}

  /** With 100 trees of 256 rows, as in the paper. */
  public static Bundle train(double[][] rows, List<String> names, long seed) {
    return train(rows, names, TREES, SUBSAMPLE, seed);
  }

  /**
   * Learns what normal rows look like.
   *
   * @param rows normal rows, shape [at least 2, features], finite
   * @param names of the features
   * @param trees at least 1
   * @param subsample rows a tree is grown from, 2 to 4,096; all there are when there are fewer
   * @return a bundle for {@link IsolationForest}; equal for equal rows and seed
   * @throws IllegalArgumentException when rows are too few, ragged or not finite
   */
  public static Bundle train(
      double[][] rows, List<String> names, int trees, int subsample, long seed) {
    TrainingRows.require(rows, names, 2);
    if (trees < 1 || subsample < 2 || subsample > 4096) {
      throw new IllegalArgumentException(
          "trees %d, subsample %d (expected: at least 1, 2 to 4096)".formatted(trees, subsample));
    }
    var random = new SplittableRandom(seed);
    var sampler = new RowSampler(rows, random);
    int size = Math.min(subsample, rows.length);
    var writer = new IsolationTreeWriter();
    for (int tree = 0; tree < trees; tree++) {
      writer.add(grow(sampler.draw(size), random.nextLong()));
    }
    var bundle = Bundle.of(IsolationForest.KIND, IsolationForest.KIND)
        .texts("features", names)
        .text("card", card(rows.length, trees, size, seed))
        .number("normaliser", IsolationForest.meanUnsuccessfulSearch(size))
        .whole("training_rows", rows.length)
        .whole("subsample", size)
        .whole("seed", seed);
    writer.write(bundle, sampler.draw(Math.min(EXPECTATION_ROWS, rows.length)));
    typical(bundle, rows, names.size());
    return bundle.build();
  }

  private static smile.anomaly.IsolationTree grow(double[][] sample, long seed) {
    int deepest = Integer.SIZE - Integer.numberOfLeadingZeros(sample.length - 1);
    var all = new Options(1, deepest, Math.nextDown(1.0), 0);
    synchronized (ONE_AT_A_TIME) {
      MathEx.setSeed(seed);
      return smile.anomaly.IsolationForest.fit(sample, all).trees()[0];
    }
  }

  private static void typical(Bundle.Builder bundle, double[][] rows, int features) {
    double[] median = new double[features];
    double[] low = new double[features];
    double[] high = new double[features];
    for (int feature = 0; feature < features; feature++) {
      int column = feature;
      double[] values =
          Arrays.stream(rows).mapToDouble(row -> row[column]).sorted().toArray();
      median[feature] = values[(values.length - 1) / 2];
      low[feature] = values[(int) (0.01 * (values.length - 1))];
      high[feature] = values[(int) Math.ceil(0.99 * (values.length - 1))];
    }
    bundle.doubles("typical", median).doubles("typical_low", low).doubles("typical_high", high);
  }

  private static String card(int rows, int trees, int subsample, long seed) {
    return """
        # Isolation forest

        %d trees of %d rows each, cuts parallel to the axes, grown with Smile from %d rows presumed normal, seed %d.
        Scores lie in (0, 1), higher is more unusual; they need a calibration to mean the same at every site.
        It finds rows unlike the ones it learned from, whatever the reason; it does not name attacks.
        """.formatted(trees, subsample, rows, seed);
  }
}
