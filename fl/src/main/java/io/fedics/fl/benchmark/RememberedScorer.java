package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.Scorer;
import java.util.IdentityHashMap;

/** Scores each table of rows once: thresholds, combinations and tests ask for the same again. Not thread-safe. */
final class RememberedScorer implements Scorer {
  private final Scorer scorer;
  private final IdentityHashMap<double[][], double[]> scores = new IdentityHashMap<>();

  RememberedScorer(Scorer scorer) {
    this.scorer = scorer;
  }

  /** A copy each time; rows must not be changed between calls. */
  @Override
  public double[] score(double[][] rows) {
    return scores.computeIfAbsent(rows, scorer::score).clone();
  }
}
