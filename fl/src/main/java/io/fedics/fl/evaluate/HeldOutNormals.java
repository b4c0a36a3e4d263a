package io.fedics.fl.evaluate;

/**
 * Normal rows of the training data that no fit has seen: the only thing thresholds and calibrations are made of. Only {@link
 * TrainingData} makes one.
 */
public final class HeldOutNormals {
  private final double[][] rows;

  HeldOutNormals(double[][] rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException(
          "held-out normals: none (expected: normal rows in the training data)");
    }
    this.rows = rows;
  }

  /** Rows kept. */
  public int size() {
    return rows.length;
  }

  /** How a detector scores them. */
  public NormalScores scoredBy(Scorer scorer) {
    return new NormalScores(scorer.score(rows));
  }
}
