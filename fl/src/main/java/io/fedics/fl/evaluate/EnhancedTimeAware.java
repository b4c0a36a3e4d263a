package io.fedics.fl.evaluate;

import java.util.Arrays;
import java.util.List;

/**
 * Enhanced time-aware precision and recall (eTaPR) of alarms over time: an alarm that is mostly outside every attack earns
 * nothing, an attack barely touched counts as missed, and a long false alarm costs more than a short one.
 *
 * <p>Source: Hwang et al. 2022, "Do you know existing accuracy metrics overrate time-series anomaly detections?", ACM SAC,
 * doi:10.1145/3477314.3507024, with its thresholds 0.5 (of an alarm) and 0.1 (of an attack).
 *
 * @param precision in [0, 1]
 * @param recall in [0, 1]; NaN without attacks
 * @param detected attacks found
 * @param attacks in all
 */
public record EnhancedTimeAware(double precision, double recall, int detected, int attacks) {
  /** Least share of an alarm that lies in found attacks. */
  private static final double OF_ALARM = 0.5;
  /** Least share of an attack that lies in right alarms. */
  private static final double OF_ATTACK = 0.1;

  /**
   * @param said an alarm or none at each time
   * @param truth an attack or none at each time
   */
  public static EnhancedTimeAware of(boolean[] said, boolean[] truth) {
    Lengths.requireSame("said", said.length, "truth", truth.length);
    List<TimeRange> alarms = TimeRange.of(said);
    List<TimeRange> attacks = TimeRange.of(truth);
    double[][] overlap = overlap(attacks, alarms);
    prune(overlap, attacks, alarms);
    double recall = attacks.isEmpty() ? Double.NaN : 0;
    int detected = 0;
    for (int a = 0; a < attacks.size(); a++) {
      double portion = portionOfAttack(overlap, a, attacks);
      recall += earned(portion, OF_ATTACK) / attacks.size();
      detected += portion >= OF_ATTACK ? 1 : 0;
    }
    double precision = 0;
    double weights =
        alarms.stream().mapToDouble(alarm -> Math.sqrt(alarm.length())).sum();
    for (int p = 0; p < alarms.size(); p++) {
      double weight = Math.sqrt(alarms.get(p).length()) / weights;
      precision += weight * earned(portionOfAlarm(overlap, p, alarms), OF_ALARM);
    }
    return new EnhancedTimeAware(precision, recall, detected, attacks.size());
  }

  /** Harmonic mean; 0 when nothing was earned, NaN without attacks. */
  public double f1() {
    double sum = precision + recall;
    return sum == 0 ? 0 : 2 * precision * recall / sum;
  }

  private static double[][] overlap(List<TimeRange> attacks, List<TimeRange> alarms) {
    double[][] overlap = new double[attacks.size()][alarms.size()];
    for (int a = 0; a < attacks.size(); a++) {
      for (int p = 0; p < alarms.size(); p++) {
        overlap[a][p] = attacks.get(a).overlap(alarms.get(p));
      }
    }
    return overlap;
  }

  /** Takes out what is below its threshold until nothing more falls: alarms count by found attacks, and the other way. */
  private static void prune(double[][] overlap, List<TimeRange> attacks, List<TimeRange> alarms) {
    boolean fell = true;
    while (fell) {
      fell = false;
      for (int a = 0; a < attacks.size(); a++) {
        double portion = portionOfAttack(overlap, a, attacks);
        if (portion > 0 && portion < OF_ATTACK) {
          Arrays.fill(overlap[a], 0);
          fell = true;
        }
      }
      for (int p = 0; p < alarms.size(); p++) {
        double portion = portionOfAlarm(overlap, p, alarms);
        if (portion > 0 && portion < OF_ALARM) {
          for (double[] row : overlap) {
            row[p] = 0;
          }
          fell = true;
        }
      }
    }
  }

  private static double earned(double portion, double threshold) {
    return portion >= threshold ? (1 + Math.min(1, portion)) / 2 : 0;
  }

  private static double portionOfAttack(double[][] overlap, int a, List<TimeRange> attacks) {
    return Arrays.stream(overlap[a]).sum() / attacks.get(a).length();
  }

  private static double portionOfAlarm(double[][] overlap, int p, List<TimeRange> alarms) {
    double sum = 0;
    for (double[] row : overlap) {
      sum += row[p];
    }
    return sum / alarms.get(p).length();
  }
}
