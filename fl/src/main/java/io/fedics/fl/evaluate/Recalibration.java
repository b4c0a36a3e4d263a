package io.fedics.fl.evaluate;

import java.util.Arrays;

/**
 * A threshold that follows the traffic without labels: after a shift of the inputs the old one raises too many alarms. Each
 * record is judged first and learned from afterwards.
 *
 * <p>It watches the logarithm of the tail among training normals. Among normals as they were its negative is exponential
 * with mean 1; how far they moved is its new mean, estimated from the records of the window below the trim alone: what lies
 * above (attacks, one hopes) counts nothing, however much it is. Of what lies below, three quantiles of the lower half say a
 * mean each: that of the exponential that has them, cut at the trim. The least counts, so that the threshold moves no
 * farther than all of the lower half supports: attacks that look normal gather near the trim, and would raise the median
 * alone. The new threshold is the old tail level scaled by that mean, never below the old, and never so high that fewer
 * training normals exceed it than {@value #MOST} times the logarithm allows: a long run of attacks that look normal must
 * not switch detection off. With more than half the window above the trim the traffic is not mostly normal, and the old
 * threshold stands.
 *
 * <p>Sources: prequential order, Dawid 1984; a null distribution fitted to the part of the scores where nothing else is
 * expected, Efron 2004, JASA 99(465); trimming, Huber 1964, Ann. Math. Stat. 35(1).
 */
public final class Recalibration {
  /** Tails below this are presumed attacks: −ln 0.03. */
  private static final double TRIM = 3.5;
  /** With a larger share above the trim the traffic is not mostly normal. */
  private static final double MOSTLY = 0.5;
  /** Records between two estimates. */
  private static final int PAUSE = 50;
  /** Highest mean: the threshold of quantile 0.97 ends where one training normal in 190 lies above. */
  private static final double MOST = 1.5;

  private static final double[] LOWER_HALF = {0.1, 0.25, 0.5};
  private static final int HALVINGS = 40;

  private final NormalScores normals;
  private final double level;
  private final double[] window;
  private int seen;
  private double factor = 1;

  /**
   * @param quantile of the old threshold, in (0, 1)
   * @param window records remembered
   */
  public Recalibration(NormalScores normals, double quantile, int window) {
    if (!(quantile > 0 && quantile < 1) || window < 1) {
      throw new IllegalArgumentException(
          "recalibration: quantile %s, window %d (expected: (0, 1), 1 or more)"
              .formatted(quantile, window));
    }
    this.normals = normals;
    this.level = -Math.log(1 - quantile);
    this.window = new double[window];
  }

  /** Whether this is an alarm; then learns from it. */
  public boolean judge(double score) {
    double strangeness = -Math.log(normals.tail(score));
    boolean alarm = strangeness > level * factor;
    window[seen % window.length] = strangeness;
    seen++;
    if (seen >= window.length && seen % PAUSE == 0) {
      factor = estimate();
    }
    return alarm;
  }

  /** How far the threshold lies above the old one, 1 or more, in units of the tail's logarithm. */
  public double factor() {
    return factor;
  }

  /** The threshold now, as a score: the one that training normals exceed as rarely as is asked for now. */
  public double threshold() {
    return normals.threshold(1 - Math.exp(-level * factor));
  }

  private double estimate() {
    double[] below =
        Arrays.stream(window).filter(value -> value <= TRIM).sorted().toArray();
    if (below.length < (1 - MOSTLY) * window.length) {
      return 1;
    }
    return Arrays.stream(LOWER_HALF)
        .map(share -> mean(Quantile.ofSorted(below, share), share))
        .min()
        .orElse(1);
  }

  /**
   * Of the exponential that has, cut at the trim, this quantile; by bisection, as quantiles rise with the mean.
   *
   * @return in [1, {@value #MOST}]
   */
  private static double mean(double quantile, double share) {
    double low = 1;
    double high = MOST;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (-Math.expm1(-quantile / middle) > -Math.expm1(-TRIM / middle) * share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
