package io.fedics.classify.domain;

import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of one host in one second when the verdict is made, as numbers that a model can weigh.
 *
 * <p>A score {@code s} counts as {@code −log10(1 − s)}: 2 for what a hundredth of normal data reaches, 3 for a thousandth, at
 * most 6. Of rules the strongest finding a label counts. Of a learned detector counts what it finds now, and how much more it
 * found of this host lately than chance would have it ({@link Votes#excess}), in all and by what the findings were about.
 *
 * @param findings strongest first; not empty
 * @param votes of the host, up to this second
 */
public record Evidence(List<AnomalyDetected> findings, Activity activity, Votes votes) {
  /** Labels that rules can point to, in the order of the numbers. */
  private static final List<AttackLabel> RULED = Arrays.stream(AttackLabel.values())
      .filter(label -> label != AttackLabel.BENIGN)
      .toList();

  private static final double MOST = 6;
  private static final double LEAST_P = 1e-6;

  /** Names of the numbers, in order. */
  public static final List<String> NAMES = names();

  /** Detectors that learn. */
  static final List<String> LEARNED = List.of("iforest", "lstm");

  static final String PHYSICS = "physics";

  public Evidence {
    findings = List.copyOf(findings);
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    RULED.forEach(label -> names.add("rule-" + label.wireName()));
    names.addAll(List.of("rule-second", "rule-victim"));
    for (String detector : List.of("iforest", "lstm")) {
      for (String part : List.of("now", "lately", "lately-volume", "lately-control")) {
        names.add(detector + '-' + part);
      }
    }
    names.addAll(List.of("failed-share-out", "failed-share-in", "control-write-share"));
    return List.copyOf(names);
  }

  /** The detector a number is of, {@code activity} for what no detector said. */
  public static String detectorOf(String name) {
    if (name.startsWith("rule-")) {
      return PHYSICS;
    }
    return LEARNED.stream().filter(it -> name.startsWith(it + '-')).findFirst().orElse("activity");
  }

  /** {@code −log10(1 − score)}, at most 6. */
  static double strength(double score) {
    return Math.min(MOST, -StrictMath.log10(Math.max(LEAST_P, 1 - score)));
  }

  /**
   * The numbers, in the order of {@link #NAMES}.
   *
   * @param detectors that count; what others found is left out as if they were not there
   */
  public double[] numbers(Set<String> detectors) {
    double[] numbers = new double[NAMES.size()];
    if (detectors.contains(PHYSICS)) {
      rules(numbers);
    }
    int at = RULED.size() + 2;
    for (String detector : LEARNED) {
      if (detectors.contains(detector)) {
        learned(detector, numbers, at);
      }
      at += 4;
    }
    numbers[at] = share(activity.failedOut(), activity.flowsOut());
    numbers[at + 1] = share(activity.failedIn(), activity.flowsIn());
    numbers[at + 2] = share(activity.writes(), activity.reads() + activity.writes());
    return numbers;
  }

  private void rules(double[] numbers) {
    TreeMap<String, Double> byRule = new TreeMap<>();
    double strongest = 0;
    for (AnomalyDetected finding : findings) {
      if (!finding.detector().equals(PHYSICS)) {
        continue;
      }
      double strength = strength(finding.score());
      int label = RULED.indexOf(finding.label());
      numbers[label] = Math.max(numbers[label], strength);
      byRule.merge(finding.rule(), strength, Math::max);
      if (strength > strongest) {
        strongest = strength;
        numbers[RULED.size() + 1] = finding.role() == HostRole.DESTINATION ? 1 : 0;
      }
    }
    List<Double> rules = new ArrayList<>(byRule.values());
    rules.sort(java.util.Comparator.reverseOrder());
    numbers[RULED.size()] = rules.size() < 2 ? 0 : rules.get(1);
  }

  private void learned(String detector, double[] numbers, int at) {
    for (AnomalyDetected finding : findings) {
      if (finding.detector().equals(detector) && Votes.counts(finding)) {
        numbers[at] = Math.max(numbers[at], strength(finding.score()));
      }
    }
    double excess = votes.excess(detector);
    numbers[at + 1] = excess;
    numbers[at + 2] = excess * votes.share(detector, Votes.VOLUME);
    numbers[at + 3] = excess * votes.share(detector, Votes.CONTROL);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** Flows the host took part in during the second, and messages to controllers. */
  public record Activity(
      long flowsOut, long failedOut, long flowsIn, long failedIn, long reads, long writes) {
    static final Activity NONE = new Activity(0, 0, 0, 0, 0, 0);

    Activity plus(Activity more) {
      return new Activity(
          flowsOut + more.flowsOut,
          failedOut + more.failedOut,
          flowsIn + more.flowsIn,
          failedIn + more.failedIn,
          reads + more.reads,
          writes + more.writes);
    }
  }
}
