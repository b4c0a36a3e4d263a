package io.fedics.fl.model.score;

import java.util.Map;
import java.util.TreeMap;

/**
 * How raw scores are distributed, as counts in bins that grow by a constant factor: a DDSketch with a relative accuracy of
 * 0.1 %. Bin {@code i} holds {@code [g^i, g^(i+1))} with {@code g = 1.001 / 0.999}. Merging is adding counts, so the result
 * does not depend on order. Bounded: scores are counted as if they lay in [1e-9, 1e9], which makes at most 20,724 bins.
 *
 * <p>Not safe for threads. Source: Masson, Rim and Lee 2019, "DDSketch: a fast and fully-mergeable quantile sketch with
 * relative-error guarantees", VLDB 12(12).
 */
public final class ScoreSketch {
  private static final double LOG_GROWTH = StrictMath.log1p(2 * 0.001 / (1 - 0.001));
  private static final double LEAST = 1e-9;
  private static final double MOST = 1e9;

  private final TreeMap<Integer, Long> bins = new TreeMap<>();
  private long rows;

  /**
   * @param score not negative
   * @throws IllegalArgumentException when it is negative or not a number
   */
  public void add(double score) {
    if (!(score >= 0)) {
      throw new IllegalArgumentException("score: " + score + " (expected: at least 0)");
    }
    count(binOf(score), 1);
  }

  /**
   * Adds what another sketch counted.
   *
   * @param bins indices
   * @param counts scores per bin, at least 1 each
   * @throws IllegalArgumentException when the lengths differ, a bin is out of range or a count is not positive
   */
  public void merge(int[] bins, long[] counts) {
    if (bins.length != counts.length) {
      throw new IllegalArgumentException(
          "counts: %d (expected: one a bin, %d)".formatted(counts.length, bins.length));
    }
    for (int i = 0; i < bins.length; i++) {
      if (counts[i] < 1 || bins[i] < binOf(LEAST) || bins[i] > binOf(MOST)) {
        throw new IllegalArgumentException("bin %d: count %d (expected: bins %d to %d, at least 1)"
            .formatted(bins[i], counts[i], binOf(LEAST), binOf(MOST)));
      }
    }
    for (int i = 0; i < bins.length; i++) {
      count(bins[i], counts[i]);
    }
  }

  private void count(int bin, long more) {
    rows = Math.addExact(rows, more);
    bins.merge(bin, more, Long::sum);
  }

  /** Scores counted. */
  public long rows() {
    return rows;
  }

  /** Indices of the bins that are not empty, rising. */
  public int[] bins() {
    return bins.keySet().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Scores in each of {@link #bins}. */
  public long[] counts() {
    return bins.values().stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * Without the highest scores: for what is presumed, not known, to be normal.
   *
   * @param share of the scores to leave out, in [0, 1); rounded down to whole scores
   */
  public ScoreSketch trimmed(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("share: " + share + " (expected: [0, 1))");
    }
    var kept = new ScoreSketch();
    long surplus = (long) (share * rows);
    for (Map.Entry<Integer, Long> bin : bins.descendingMap().entrySet()) {
      long out = Math.min(surplus, bin.getValue());
      surplus -= out;
      if (bin.getValue() > out) {
        kept.count(bin.getKey(), bin.getValue() - out);
      }
    }
    return kept;
  }

  /** The bin a score counts in. */
  public static int binOf(double score) {
    double bounded = Math.clamp(score, LEAST, MOST);
    return (int) Math.floor(StrictMath.log(bounded) / LOG_GROWTH);
  }

  /** Lower end of a bin, upper end of the one before. */
  public static double lowerEnd(int bin) {
    return StrictMath.exp(bin * LOG_GROWTH);
  }
}
