package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.Scorer;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.model.IsolationForest;
import io.fedics.fl.train.IsolationForestTrainer;
import io.fedics.fl.train.dense.DenseAutoencoder;
import io.fedics.fl.train.dense.DenseInput;
import io.fedics.fl.train.tree.Boosting;
import io.fedics.fl.train.tree.Forest;
import io.fedics.fl.train.tree.TreeModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** The detectors that everything else is combined of, fitted on training rows alone. */
final class Parts {
  static final String BOOST = "boosted trees";
  static final String FOREST = "random forest";
  static final String AUTOENCODER = "autoencoder";
  static final String ISOLATION = "isolation forest";
  static final String OUTLIERS = "boosted trees, normals against outliers";
  static final String FOREST_OUTLIERS = "random forest, outliers among the attacks";

  private Parts() {}

  /**
   * @return in the order of the table, by name
   */
  static Map<String, Scorer> fit(
      TrainingData training, Loaded.Shape shape, Effort effort, long seed) {
    var random = new SplittableRandom(seed);
    double[][] normals = training.normals();
    double[][] made = Outliers.of(training, normals.length, random);
    double[][] some = Arrays.copyOf(made, made.length / 2);
    int[] none = new int[normals.length];
    Map<String, Scorer> parts = new LinkedHashMap<>();
    parts.put(BOOST, boost(training.rows(), training.binary(), effort, seed));
    parts.put(FOREST, forest(training.rows(), training.binary(), effort, seed));
    parts.put(AUTOENCODER, autoencoder(normals, shape, effort, seed));
    parts.put(OUTLIERS, boost(joined(normals, made), joined(none, made.length), effort, seed));
    parts.put(
        FOREST_OUTLIERS,
        forest(
            joined(training.rows(), some), joined(training.binary(), some.length), effort, seed));
    return parts;
  }

  /** For comparison only: no combination asks for it. */
  static Scorer isolation(TrainingData training, Loaded.Shape shape, long seed) {
    return isolation(training.normals(), shape, seed);
  }

  private static Scorer boost(double[][] rows, int[] classes, Effort effort, long seed) {
    return attack(Boosting.fit(rows, classes, 2, effort.boosting(), seed));
  }

  private static Scorer forest(double[][] rows, int[] classes, Effort effort, long seed) {
    return attack(Forest.fit(rows, classes, 2, effort.forest(), seed));
  }

  private static Scorer autoencoder(
      double[][] normals, Loaded.Shape shape, Effort effort, long seed) {
    DenseInput input = DenseInput.fit(normals, shape.numbers(), shape.words());
    return DenseAutoencoder.fit(normals, input, effort.autoencoder(), seed)::score;
  }

  private static Scorer isolation(double[][] normals, Loaded.Shape shape, long seed) {
    double[][] whole = Arrays.stream(normals).map(Parts::whole).toArray(double[][]::new);
    IsolationForest forest =
        IsolationForest.from(IsolationForestTrainer.train(whole, shape.features(), seed));
    return rows ->
        Arrays.stream(rows).mapToDouble(row -> forest.score(whole(row))).toArray();
  }

  /**
   * On a logarithmic scale, as cuts are drawn evenly between the least and the greatest value; missing is 0: this forest has
   * no branch for it.
   */
  private static double[] whole(double[] row) {
    return Arrays.stream(row)
        .map(v -> Double.isNaN(v) ? 0 : Math.signum(v) * Math.log1p(Math.abs(v)))
        .toArray();
  }

  private static Scorer attack(TreeModel model) {
    return rows ->
        Arrays.stream(model.probabilities(rows)).mapToDouble(p -> p[1]).toArray();
  }

  private static double[][] joined(double[][] rows, double[][] more) {
    double[][] all = Arrays.copyOf(rows, rows.length + more.length);
    System.arraycopy(more, 0, all, rows.length, more.length);
    return all;
  }

  private static int[] joined(int[] classes, int attacks) {
    int[] all = Arrays.copyOf(classes, classes.length + attacks);
    Arrays.fill(all, classes.length, all.length, 1);
    return all;
  }
}
