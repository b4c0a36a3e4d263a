package io.fedics.fl.site;

import io.fedics.fl.grpc.Answer;
import io.fedics.fl.grpc.ElementType;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.tree.ForestTensors;
import io.fedics.fl.model.tree.IsolationForest;
import io.fedics.fl.privacy.SecretRandom;
import io.fedics.fl.train.IsolationForestTrainer;
import io.fedics.fl.train.PrivateSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An isolation forest of flows; a record is one flow presumed normal. A site grows all trees of a forest anew in each round,
 * whatever it is sent; the server takes its part of them. How long and how fast to learn means nothing here.
 */
public final class ForestModel implements SiteModel {
  /** Of its training rows a site takes for unusual: what its threshold stands on. */
  private static final double UNUSUAL = 0.01;
  /** Training rows the threshold is taken from, at most. */
  private static final int THRESHOLD_ROWS = 10_000;

  private final ForestTensors layout;
  private final List<String> names;
  private final double[][] training;
  private final double[][] heldOut;

  /**
   * @param names of the features
   * @param training rows, shape {@code [at least 256, features]}, finite
   * @param heldOut rows to judge on, at least one
   * @throws IllegalArgumentException for too few rows: trees of fewer mean something else
   */
  public ForestModel(List<String> names, double[][] training, double[][] heldOut) {
    this.names = List.copyOf(names);
    this.training = training;
    this.heldOut = heldOut;
    this.layout = layout(names.size());
    if (training.length < layout.subsample() || heldOut.length == 0) {
      throw new IllegalArgumentException(
          "flows: %d to train on, %d held out (expected: at least %d and 1)"
              .formatted(training.length, heldOut.length, layout.subsample()));
    }
  }

  /** Of every site's forest: as many trees and rows as one grown alone. */
  public static ForestTensors layout(int features) {
    return new ForestTensors(
        IsolationForestTrainer.TREES, IsolationForestTrainer.SUBSAMPLE, features);
  }

  @Override
  public List<List<Integer>> tensors() {
    return layout.shapes();
  }

  /** Whole: where all flows of a node had one value the threshold is that value, and a rounded one sends them the other way. */
  @Override
  public ElementType precision() {
    return ElementType.FLOAT64;
  }

  @Override
  public String words() {
    return "isolation forest of %d trees, %d features".formatted(layout.trees(), names.size());
  }

  @Override
  public double[] initial(long seed) {
    return layout.empty();
  }

  @Override
  public int records() {
    return training.length;
  }

  @Override
  public void require(Learning learning) {
    if (!learning.proximal().isNone()) {
      throw new IllegalArgumentException("strategy: proximal_mu "
          + learning.proximal().mu() + " (expected: none with trees, which are grown anew)");
    }
  }

  @Override
  public double[] train(double[] start, Learning learning, long seed) {
    layout.require(start);
    return layout.of(
        IsolationForestTrainer.train(training, names, layout.trees(), layout.subsample(), seed));
  }

  @Override
  public double[] trainPrivately(double[] start, PrivateSettings settings, SecretRandom secret) {
    throw noPrivacy();
  }

  private static IllegalArgumentException noPrivacy() {
    return new IllegalArgumentException(
        "privacy: of records (expected: none, thresholds of trees are not noised)");
  }

  /**
   * Loss is the mean score of rows kept from training; {@code path_length} their mean path, {@code share_above} the share of
   * them above what one in a hundred of the training rows exceeds: 0.01 when the forest takes new normal rows as it takes
   * those.
   */
  @Override
  public Answer.Evaluated evaluate(double[] parameters) {
    layout.require(parameters);
    IsolationForest forest = IsolationForest.from(bundle(parameters));
    double[] usual = Arrays.stream(training)
        .limit(THRESHOLD_ROWS)
        .mapToDouble(forest::score)
        .sorted()
        .toArray();
    double threshold = usual[(int) Math.ceil((1 - UNUSUAL) * (usual.length - 1))];
    double normaliser = IsolationForest.meanUnsuccessfulSearch(layout.subsample());
    double sum = 0;
    double paths = 0;
    double above = 0;
    for (double[] row : heldOut) {
      double score = forest.score(row);
      sum += score;
      paths -= normaliser * Math.log(score) / Math.log(2);
      above += score > threshold ? 1 : 0;
    }
    return new Answer.Evaluated(
        sum / heldOut.length,
        heldOut.length,
        Map.of("path_length", paths / heldOut.length, "share_above", above / heldOut.length));
  }

  @Override
  public HeldOutFigures heldOutFigures(double[] parameters) {
    throw noPrivacy();
  }

  private Bundle bundle(double[] parameters) {
    return layout
        .into(
            Bundle.of(IsolationForest.KIND, IsolationForest.KIND)
                .texts("features", names)
                .text("card", "A round of a federated training."),
            parameters)
        .build();
  }
}
