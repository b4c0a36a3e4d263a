package io.fedics.detect.domain.learned;

import io.fedics.shared.event.HostSecond;
import org.jspecify.annotations.Nullable;

/**
 * A host's last minute, how well its minutes could be repeated so far, and how high their numbers usually are. The fields are the saved
 * state. Not thread-safe.
 */
public final class SequenceMemory {
  /** Seconds of a window. */
  public static final int STEPS = 60;

  /**
   * Factor of the mean shift of levels against the logarithm of the error's ratio: brings the rarest thousandth of both to
   * about the same score on benign simulated plants.
   */
  private static final double LEVEL_WEIGHT = 1.25;

  private final ActiveSeconds minute = new ActiveSeconds();
  private long first;
  private long newest;
  private long judged;
  private double lastScore;
  private UsualError ofInForce = new UsualError();
  private @Nullable UsualError ofTried;
  private String tried = "";
  private final UsualLevels usualLevels = new UsualLevels();

  /** Adds a second; later than all before. */
  public void add(HostSecond activity) {
    long second = activity.second();
    if (first == 0) {
      first = second;
      newest = second - 1;
    }
    int at = minute.add(second, newest);
    HostSecondFeatures.write(activity, minute.rows(), at);
    newest = second;
  }

  /** Newest second with activity. */
  public long newest() {
    return newest;
  }

  /** True when a whole window lies behind the host's first second. */
  public boolean isWhole() {
    return newest - first >= STEPS - 1;
  }

  /** Seconds since a window was last judged. */
  public long sinceJudged() {
    return newest - judged;
  }

  /** Writes the window that ends at the newest second, oldest step first. */
  public void window(float[] to, int offset) {
    minute.write(newest, to, offset);
  }

  /**
   * Mean of each feature over a window.
   *
   * @param window shape {@code [steps, features]}, beginning at {@code offset}
   */
  static double[] levels(float[] window, int offset) {
    double[] levels = new double[HostSecondFeatures.COUNT];
    for (int step = 0; step < STEPS; step++) {
      for (int f = 0; f < levels.length; f++) {
        levels[f] += window[offset + step * levels.length + f];
      }
    }
    for (int f = 0; f < levels.length; f++) {
      levels[f] /= STEPS;
    }
    return levels;
  }

  /** Says that the window up to the newest second was taken. */
  public void markJudged() {
    judged = newest;
  }

  /** Whether the host's usual error is known, so that another one can be called unusual. */
  boolean isKnown() {
    return ofInForce.isKnown();
  }

  /**
   * Tells which models there are.
   *
   * @param inForce SHA-256 of the model that judges
   * @param beside of the model that is tried; empty when none is
   */
  void modelsAre(String inForce, String beside) {
    UsualError other = ofTried;
    if (other != null && other.isKnown() && tried.equals(inForce)) { // it took the other's place
      UsualError before = ofInForce;
      ofInForce = other;
      ofTried = before;
      tried = beside;
    }
    if (beside.isEmpty()) {
      ofTried = null;
      tried = "";
    } else if (!tried.equals(beside)) {
      ofTried = new UsualError();
      tried = beside;
    }
  }

  /** How well the model that is tried repeats this host's windows; null when none is. */
  @Nullable
  UsualError ofTried() {
    return ofTried;
  }

  /**
   * How unusual a window is for this host: how many times its usual error could it be repeated with, or, where that says
   * more, how far its levels are from the host's own. The first sees patterns no host has, the second what other hosts do
   * but not this one. Measured by the host alone: what is usual gives about 1 at any time, so that scores learned early still
   * hold later.
   *
   * @param error of the window, not negative
   * @param usual error of all hosts, positive: below a thousandth of it errors are taken for equal
   * @param levels of the window, see {@link #levels}
   * @return positive
   */
  double deviation(double error, double usual, double[] levels) {
    return deviation(ofInForce, error, usual, levels);
  }

  /** The same with another model's errors. */
  double deviation(UsualError of, double error, double usual, double[] levels) {
    return StrictMath.exp(Math.max(of.logRatio(error, usual), levelLog(levels)));
  }

  /** Whether levels say more of this window than its error. */
  boolean isOffLevel(double error, double usual, double[] levels) {
    return levelLog(levels) > ofInForce.logRatio(error, usual);
  }

  private double levelLog(double[] levels) {
    return LEVEL_WEIGHT * usualLevels.shift(levels);
  }

  /** Learns error and levels of a window that was judged, or taken to know the host by. */
  void learn(double error, double usual, double[] levels) {
    usualLevels.learn(levels, ofInForce.weight(), isKnown());
    ofInForce.learn(error, usual);
  }

  UsualLevels usualLevels() {
    return usualLevels;
  }

  double lastScore() {
    return lastScore;
  }

  void judgedAs(double score) {
    lastScore = score;
  }
}
