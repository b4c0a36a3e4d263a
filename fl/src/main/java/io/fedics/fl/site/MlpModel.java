package io.fedics.fl.site;

import io.fedics.fl.aggregate.DescentCone;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.benchmark.PublicRanges;
import io.fedics.fl.evaluate.Ranking;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.grpc.Answer;
import io.fedics.fl.privacy.SecretRandom;
import io.fedics.fl.train.PrivateSettings;
import io.fedics.fl.train.mlp.Activation;
import io.fedics.fl.train.mlp.Mlp;
import io.fedics.fl.train.mlp.MlpShape;
import io.fedics.fl.train.mlp.PlainSettings;
import io.fedics.fl.train.mlp.PlainTrainer;
import io.fedics.fl.train.mlp.PrivateTrainer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A perceptron of 64 and 32 hidden units, attack against normal, by stochastic gradient descent with momentum; a record is
 * one row of NSL-KDD.
 */
public final class MlpModel implements SiteModel {
  /** Of a row, in noised figures: wrong at a probability of 0.37. */
  private static final double LARGEST_LOSS = 1;

  private final MlpShape shape;
  private final double[][] rows;
  private final int[] labels;
  private final TestData heldOut;

  /**
   * @param rows to train on, shape {@code [records][features]}, scaled by public ranges
   * @param labels 0 normal, 1 attack
   * @param activation of the hidden units, the same at all sites
   * @param heldOut rows to judge on
   */
  public MlpModel(double[][] rows, int[] labels, Activation activation, TestData heldOut) {
    this.shape = MlpShape.usual(heldOut.rows()[0].length, activation, 1);
    this.rows = rows;
    this.labels = labels;
    this.heldOut = heldOut;
  }

  /** All rows of a table. */
  public static MlpModel of(PublicRanges data, Activation activation) {
    return new MlpModel(
        data.training().rows(), data.training().binary(), activation, data.heldOut());
  }

  @Override
  public Optional<double[][]> rows() {
    return Optional.of(rows);
  }

  @Override
  public MlpModel scaled(Standardisation scaling, double largest) {
    if (scaling.features() != shape.features()) {
      throw new IllegalArgumentException("feature means: %d (expected: %d, one a feature)"
          .formatted(scaling.features(), shape.features()));
    }
    return new MlpModel(
        scaling.scaled(rows, largest),
        labels,
        shape.activation(),
        new TestData(scaling.scaled(heldOut.rows(), largest), heldOut.classes(), heldOut.names()));
  }

  @Override
  public List<List<Integer>> tensors() {
    return shape.tensors();
  }

  @Override
  public String words() {
    return "features → 64 → 32 → 1";
  }

  @Override
  public double[] initial(long seed) {
    return Mlp.random(shape, seed).parameters();
  }

  @Override
  public int records() {
    return rows.length;
  }

  /** Plain descent along a steep proximal term alone would diverge. */
  @Override
  public void require(Learning learning) {
    learning.proximal().requireStable(learning.learningRate(), learning.momentum());
  }

  @Override
  public double[] train(double[] start, Learning learning, long seed) {
    var settings = new PlainSettings(
        learning.epochs(),
        learning.batches(),
        learning.learningRate(),
        learning.momentum(),
        learning.gradientClip(),
        learning.proximal(),
        seed);
    return new PlainTrainer(settings).train(Mlp.of(shape, start), rows, labels).parameters();
  }

  @Override
  public double[] trainPrivately(double[] start, PrivateSettings settings, SecretRandom secret) {
    return new PrivateTrainer(settings, secret)
        .train(Mlp.of(shape, start), rows, labels)
        .parameters();
  }

  @Override
  public Optional<DescentCone> descents(double[] parameters, int most) {
    Mlp model = Mlp.of(shape, parameters);
    int asked = Math.min(most, rows.length);
    double error = 0;
    for (int row = 0; row < asked; row++) {
      error += model.probabilities(rows[row])[1 - labels[row]] / asked;
    }
    if (!DescentCone.canJudge(error)) {
      return Optional.empty();
    }
    double[][] directions = new double[asked][];
    for (int row = 0; row < asked; row++) {
      directions[row] = model.descent(rows[row], labels[row]);
    }
    return Optional.of(new DescentCone(directions));
  }

  @Override
  public LogitCounts logitCounts(double[] parameters) {
    Mlp model = Mlp.of(shape, parameters);
    double[] logits = Arrays.stream(rows).mapToDouble(model::logit).toArray();
    return LogitCounts.of(logits, labels);
  }

  /** Rows of one label have no ranks to judge. */
  @Override
  public Answer.Evaluated evaluate(double[] parameters) {
    Mlp model = Mlp.of(shape, parameters);
    double[] scores = attackScores(model);
    Answer.Evaluated means = figures(model, scores).bare();
    Map<String, Object> metrics = new HashMap<>(means.metrics());
    double auc = Ranking.of(scores, heldOut.attacks()).auc();
    if (!Double.isNaN(auc)) {
      metrics.put("auc", auc);
    }
    return new Answer.Evaluated(means.loss(), means.examples(), metrics);
  }

  @Override
  public HeldOutFigures heldOutFigures(double[] parameters) {
    Mlp model = Mlp.of(shape, parameters);
    return figures(model, attackScores(model));
  }

  private HeldOutFigures figures(Mlp model, double[] scores) {
    boolean[] attacks = heldOut.attacks();
    double[] losses = new double[scores.length];
    double[] right = new double[scores.length];
    for (int row = 0; row < scores.length; row++) {
      losses[row] = model.loss(heldOut.rows()[row], attacks[row] ? 1 : 0);
      right[row] = scores[row] > 0.5 == attacks[row] ? 1 : 0;
    }
    return new HeldOutFigures(losses, LARGEST_LOSS, Map.of("accuracy", right));
  }

  private double[] attackScores(Mlp model) {
    return Arrays.stream(heldOut.rows())
        .mapToDouble(row -> model.probabilities(row)[1])
        .toArray();
  }
}
