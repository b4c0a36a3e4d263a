package io.fedics.classify.domain;

import io.fedics.shared.event.AnomalyDetected;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the learned detectors said of one host lately. A vote loses half its weight in half an hour. The fields are the
 * saved state; a fixed few numbers a detector, whatever the traffic. Not thread-safe.
 */
public final class Votes {
  /** What findings are about, by their strongest reason. */
  static final int CONNECTION = 0;

  static final int VOLUME = 1;
  static final int CONTROL = 2;

  private static final double HALF_LIFE_SECONDS = 1_800;

  /** Lowest score that is a vote, and how often chance alone reaches it. */
  private static final double RARE = 0.99;

  private static final double CHANCE = 0.01;

  /** Mean and mean square of the strength of a rare score: 2 and an exponential of mean 1 / ln 10 on top. */
  private static final double MEAN = 2 + 1 / StrictMath.log(10);

  private static final double SQUARE = MEAN * MEAN + 1 / StrictMath.pow(StrictMath.log(10), 2);

  /** Known-normal scores of the site behind a score; less is the shipped calibration, which does not know the site. */
  private static final long OWN_CALIBRATION = 1_000;

  private static final double MOST = 50;

  /** Windows of a minute taken every five seconds say twelve times the same: together they count as one. */
  private static final Map<String, Double> WEIGHTS = Map.of("iforest", 1.0, "lstm", 1.0 / 12);

  private long at;
  private final SortedMap<String, Sums> byDetector = new TreeMap<>();

  /** Decayed sums of one detector. */
  static final class Sums {
    private double judged;
    private final double[] strength = new double[3];
  }

  /** Whether a finding is measured by the site's own data. */
  static boolean counts(AnomalyDetected finding) {
    return finding.model().calibrationRows() >= OWN_CALIBRATION;
  }

  /** Newest second. */
  long at() {
    return at;
  }

  /** Lets time pass. */
  void passTo(long second) {
    if (second <= at) {
      return;
    }
    double factor = StrictMath.pow(0.5, (second - at) / HALF_LIFE_SECONDS);
    for (Sums sums : byDetector.values()) {
      sums.judged *= factor;
      for (int i = 0; i < sums.strength.length; i++) {
        sums.strength[i] *= factor;
      }
    }
    at = second;
  }

  void judged(String detector, long judgements) {
    sums(detector).judged += judgements * weight(detector);
  }

  void add(AnomalyDetected finding) {
    if (finding.score() >= RARE && counts(finding)) {
      sums(finding.detector()).strength[about(finding)] +=
          Evidence.strength(finding.score()) * weight(finding.detector());
    }
  }

  private static double weight(String detector) {
    return WEIGHTS.getOrDefault(detector, 1.0);
  }

  private Sums sums(String detector) {
    return byDetector.computeIfAbsent(detector, _ -> new Sums());
  }

  private static int about(AnomalyDetected finding) {
    String feature =
        finding.reasons().isEmpty() ? "" : finding.reasons().getFirst().feature();
    if (feature.contains("control")) {
      return CONTROL;
    }
    return feature.contains("bytes") || feature.contains("packets") ? VOLUME : CONNECTION;
  }

  /**
   * By how many standard deviations the votes exceed what chance gives, logarithmically beyond 1.
   *
   * @return 0 when nothing was judged; negative when there were fewer votes than chance gives
   */
  double excess(String detector) {
    Sums sums = byDetector.get(detector);
    if (sums == null) {
      return 0;
    }
    double expected = CHANCE * MEAN * sums.judged;
    double variance = CHANCE * (SQUARE - CHANCE * MEAN * MEAN) * sums.judged;
    double deviations = (total(sums) - expected) / Math.sqrt(variance + 1);
    double bounded = Math.clamp(deviations, -MOST, MOST);
    return Math.signum(bounded) * StrictMath.log1p(Math.abs(bounded));
  }

  /** Share of the votes that are about this, in [0, 1]. */
  double share(String detector, int about) {
    Sums sums = byDetector.get(detector);
    return sums == null || total(sums) == 0 ? 0 : sums.strength[about] / total(sums);
  }

  private static double total(Sums sums) {
    return sums.strength[CONNECTION] + sums.strength[VOLUME] + sums.strength[CONTROL];
  }
}
