package io.fedics.fl.evaluate;

/**
 * A threshold that follows the traffic without labels: after a shift of the inputs the old one raises too many alarms. Each
 * record is judged first and learned from afterwards.
 *
 * <p>It watches the logarithm of the tail among training normals. Among normals as they were its negative is exponential, so
 * its trimmed mean says how far the normals moved: what lies above the trim (attacks, one hopes) is left out and its share
 * put back by the memoryless property. The new threshold is the old tail level scaled by that mean, never below the old.
 * It errs when attacks score as normals do, or when most traffic is attacks; then too much is trimmed and the old threshold stays.
 *
 * <p>Sources: prequential order, Dawid 1984; the mean of a right-censored exponential is (sum of all, cut at the trim) /
 * (number below the trim), Epstein and Sobel 1953.
 */
public final class Recalibration {
  /** Tails below this are presumed attacks: −ln 0.005. */
  private static final double TRIM = 5.3;
  /** With a larger share above the trim the traffic is not mostly normal. */
  private static final double MOSTLY = 0.5;

  private final NormalScores normals;
  private final double level;
  private final double[] window;
  private int seen;
  private int trimmed;
  private double sum;

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
    boolean alarm = strangeness > level * factor();
    learn(strangeness);
    return alarm;
  }

  /** How far the threshold lies above the old one, 1 or more, in units of the tail's logarithm. */
  public double factor() {
    if (seen < window.length || trimmed > MOSTLY * window.length) {
      return 1;
    }
    return Math.max(1, sum / (window.length - trimmed) * cutOff());
  }

  /** Corrects for leaving out what lies above the trim instead of counting it as cut. */
  private static double cutOff() {
    double above = Math.exp(-TRIM);
    return (1 - above) / (1 - above * (1 + TRIM));
  }

  private void learn(double strangeness) {
    int at = seen % window.length;
    if (seen >= window.length) {
      forget(window[at]);
    }
    window[at] = strangeness;
    seen++;
    if (strangeness > TRIM) {
      trimmed++;
    } else {
      sum += strangeness;
    }
  }

  private void forget(double strangeness) {
    if (strangeness > TRIM) {
      trimmed--;
    } else {
      sum -= strangeness;
    }
  }
}
