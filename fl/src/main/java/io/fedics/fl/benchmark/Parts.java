package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.Scorer;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.model.tree.IsolationForest;
import io.fedics.fl.train.IsolationForestTrainer;
import io.fedics.fl.train.dense.DenseAutoencoder;
import io.fedics.fl.train.dense.DenseInput;
import io.fedics.fl.train.tree.Boosting;
import io.fedics.fl.train.tree.Forest;
import io.fedics.fl.train.tree.TreeModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** The detectors that everything else is combined of, fitted on training rows alone. */
final class Parts {
  static final String BOOST = "boosted trees";
  static final String FINE = "boosted trees, small steps";
  static final String COUNTS = "boosted trees, with counts of values";
  static final String FOREST = "random forest";
  static final String MEAN = "forest and boosted trees, mean log-odds";
  static final String DISTANCE = "distance to normals";
  static final String CONTRAST = "distance, normals against attacks";
  static final String AUTOENCODER = "autoencoder";
  static final String ISOLATION = "isolation forest";
  static final String OUTLIERS = "boosted trees, normals against outliers";
  static final String BOOST_OUTLIERS = "boosted trees, outliers among the attacks";

  /** Fits against different outliers, or of other rows and columns: what one happens to say, the mean does not. */
  private static final int DRAWS = 3;

  private static final double SURE = 1e-9;

  private Parts() {}

  /**
   * @return in the order of the table, by name
   */
  static Map<String, Scorer> fit(
      TrainingData training, Loaded.Shape shape, Effort effort, long seed) {
    double[][] rows = training.rows();
    int[] binary = training.binary();
    double[][] normals = training.normals();
    TreeModel forest = Forest.fit(rows, binary, 2, effort.forest(), seed);
    TreeModel fine = Boosting.fit(rows, binary, 2, effort.boostingFine(), seed);
    NearestNeighbours neighbours = NearestNeighbours.fit(training, shape.numbers(), seed);
    Map<String, Scorer> parts = new LinkedHashMap<>();
    parts.put(BOOST, attack(Boosting.fit(rows, binary, 2, effort.boosting(), seed)));
    parts.put(FINE, attack(fine));
    parts.put(FOREST, attack(forest));
    parts.put(MEAN, meanLogOdds(List.of(forest, fine)));
    parts.put(DISTANCE, neighbours.distance());
    parts.put(CONTRAST, neighbours.contrast());
    parts.put(AUTOENCODER, autoencoder(normals, shape, effort, seed));
    parts.put(OUTLIERS, outliers(training, normals, new int[normals.length], 1, effort, seed));
    parts.put(BOOST_OUTLIERS, outliers(training, rows, binary, 0.5, effort, seed));
    parts.replaceAll((_, part) -> new RememberedScorer(part));
    return parts;
  }

  /**
   * Boosted trees on {@link WideRows}, the mean of three draws of rows and columns. For tests of the same traffic as
   * training only: of other traffic the counts are others, whatever it is.
   */
  static Scorer counted(TrainingData training, Loaded.Shape shape, Effort effort, long seed) {
    WideRows wide = WideRows.fit(training.rows(), shape);
    double[][] seen = wide.of(training.rows());
    Scorer trees = meanOfDraws(
        seed, draw -> Boosting.fit(seen, training.binary(), 2, effort.boostingFine(), draw));
    return new RememberedScorer(rows -> trees.score(wide.of(rows)));
  }

  /** Tells class 0 among the rows from class 1 and from outliers, {@code share} as many as there are normals. */
  private static Scorer outliers(
      TrainingData training,
      double[][] rows,
      int[] classes,
      double share,
      Effort effort,
      long seed) {
    int normals = training.normals().length;
    return meanOfDraws(seed, draw -> {
      double[][] made = Outliers.of(training, (int) (share * normals), new SplittableRandom(draw));
      return Boosting.fit(
          joined(rows, made), joined(classes, made.length), 2, effort.boosting(), draw);
    });
  }

  /**
   * @param fit by the seed of one draw
   */
  private static Scorer meanOfDraws(long seed, LongFunction<TreeModel> fit) {
    return meanLogOdds(
        LongStream.range(seed * DRAWS, (seed + 1) * DRAWS).mapToObj(fit).toList());
  }

  /** For comparison only: no combination asks for it. */
  static Scorer isolation(TrainingData training, Loaded.Shape shape, long seed) {
    return isolation(training.normals(), shape, seed);
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

  /** Finite where a model is sure beyond what a probability can hold. */
  private static Scorer meanLogOdds(List<TreeModel> models) {
    return rows -> {
      double[] sums = new double[rows.length];
      for (TreeModel model : models) {
        double[][] probabilities = model.probabilities(rows);
        for (int row = 0; row < sums.length; row++) {
          double[] p = probabilities[row];
          sums[row] += Math.log((p[1] + SURE) / (p[0] + SURE)) / models.size();
        }
      }
      return sums;
    };
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
