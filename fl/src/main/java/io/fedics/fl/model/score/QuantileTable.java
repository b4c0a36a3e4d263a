package io.fedics.fl.model.score;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import java.util.Arrays;

/**
 * Gives raw anomaly scores one meaning: <b>rarity</b>, the share of known-normal rows with a lower score, in [0, 1). A
 * table of (score, tail) points, {@code tail} being the share of known-normal scores at or above; between the points the
 * tail is interpolated linearly.
 *
 * <p>Rarity never claims more than was seen: it is at most {@code 1 - 1/(rows + 1)}. Immutable.
 */
public final class QuantileTable {
  /** Points lie where the tail has fallen by this factor: dense where the tail is thin, about 540 for a million rows. */
  private static final double STEP = 0.95;

  private final long rows;
  private final double[] scores;
  private final double[] tails;

  private QuantileTable(long rows, double[] scores, double[] tails) {
    this.rows = rows;
    this.scores = scores.clone();
    this.tails = tails.clone();
    requireValid();
  }

  private void requireValid() {
    boolean valid = rows > 0 && scores.length >= 2 && scores.length == tails.length;
    for (int i = 0; valid && i < scores.length; i++) {
      valid = Double.isFinite(scores[i])
          && tails[i] >= 0
          && tails[i] <= 1
          && (i == 0 || (scores[i] > scores[i - 1] && tails[i] <= tails[i - 1]));
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "calibration: %d scores, %d tails, %d rows (expected: rising scores, falling tails in [0, 1], 2 or more)"
              .formatted(scores.length, tails.length, rows));
    }
  }

  /**
   * From the points of an event or a file.
   *
   * @param rows known-normal scores behind the table, positive
   * @param scores rising, at least 2
   * @param tails share of scores at or above, falling, in [0, 1]
   */
  public static QuantileTable of(long rows, double[] scores, double[] tails) {
    return new QuantileTable(rows, scores, tails);
  }

  /**
   * @throws IllegalArgumentException when the sketch is empty
   */
  public static QuantileTable of(ScoreSketch sketch) {
    int[] bins = sketch.bins();
    long[] counts = sketch.counts();
    if (bins.length == 0) {
      throw new IllegalArgumentException("calibration: 0 scores (expected: at least 1)");
    }
    var points = new TailPoints(sketch.rows(), STEP);
    long above = sketch.rows();
    for (int i = 0; i < bins.length; i++) {
      points.add(ScoreSketch.lowerEnd(bins[i]), above);
      above -= counts[i];
      points.add(ScoreSketch.lowerEnd(bins[i] + 1), above);
    }
    return new QuantileTable(sketch.rows(), points.scores(), points.tails());
  }

  /**
   * From scores that are presumed to be mostly normal: the highest are left out, because an attack may be among them.
   *
   * @param share of the scores to leave out, in [0, 1)
   */
  public static QuantileTable trimmed(ScoreSketch sketch, double share) {
    return of(sketch.trimmed(share));
  }

  /**
   * @throws BundleException when the bundle has no valid calibration
   */
  public static QuantileTable from(Bundle bundle) {
    try {
      return new QuantileTable(
          bundle.whole("calibration_rows"),
          bundle.doubles("calibration_scores"),
          bundle.doubles("calibration_tails"));
    } catch (IllegalArgumentException e) {
      throw new BundleException("bundle " + bundle.name() + ": " + e.getMessage(), e);
    }
  }

  public static boolean isIn(Bundle bundle) {
    return bundle.has("calibration_rows");
  }

  /** Adds this calibration to a bundle, in place of the one it had. */
  public Bundle.Builder into(Bundle.Builder bundle) {
    return bundle
        .whole("calibration_rows", rows)
        .doubles("calibration_scores", scores)
        .doubles("calibration_tails", tails);
  }

  /** Known-normal scores behind the table. */
  public long rows() {
    return rows;
  }

  public double[] scores() {
    return scores.clone();
  }

  public double[] tails() {
    return tails.clone();
  }

  /**
   * @return in [0, 1), never falling with the score
   * @throws IllegalArgumentException when the score is not a number
   */
  public double rarity(double score) {
    if (Double.isNaN(score)) {
      throw new IllegalArgumentException("score: NaN (expected: a number)");
    }
    return Math.clamp(1 - tail(score), 0, most());
  }

  /** Whether the score is higher than any that was seen (as exactly as the sketch knows): rarer than can be said. */
  public boolean extrapolated(double score) {
    return score > scores[scores.length - 1];
  }

  /**
   * The inverse of {@link #rarity}: the lowest score that is at least so rare, up to rounding.
   *
   * @param rarity in [0, 1]; for more than can be claimed, the highest score seen
   */
  public double scoreAt(double rarity) {
    if (!(rarity >= 0 && rarity <= 1)) {
      throw new IllegalArgumentException("rarity: " + rarity + " (expected: [0, 1])");
    }
    if (rarity > most()) {
      return scores[scores.length - 1];
    }
    double tail = 1 - rarity;
    int i = 0;
    while (i < tails.length && tails[i] > tail) {
      i++;
    }
    if (i == 0 || i == tails.length) {
      return scores[Math.min(i, scores.length - 1)];
    }
    double share = (tails[i - 1] - tail) / (tails[i - 1] - tails[i]);
    return scores[i - 1] + share * (scores[i] - scores[i - 1]);
  }

  private double tail(double score) {
    int found = Arrays.binarySearch(scores, score);
    if (found >= 0) {
      return tails[found];
    }
    int next = -found - 1;
    if (next == 0) {
      return 1;
    }
    if (next == scores.length) {
      return 0;
    }
    double share = (score - scores[next - 1]) / (scores[next] - scores[next - 1]);
    return tails[next - 1] + share * (tails[next] - tails[next - 1]);
  }

  private double most() {
    return 1 - 1.0 / (rows + 1);
  }
}
