package io.fedics.detect.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects what the rules say of one host in one second. Not thread-safe. */
public final class Findings {
  private final double written;
  private final double threshold;
  private final List<Finding> findings = new ArrayList<>();
  private double highest;
  private long judgements;

  /**
   * @param written lowest score worth a record
   * @param threshold lowest score of an anomaly
   */
  public Findings(double written, double threshold) {
    this.written = written;
    this.threshold = threshold;
  }

  /** Takes a judgement; details are asked for only when the score is worth a record. */
  public void judged(double score, Supplier<Finding> details) {
    judgements++;
    highest = Math.max(highest, score);
    if (score >= written) {
      findings.add(details.get());
    }
  }

  /** Highest score of the second, in [0, 1]; 0 when no rule had anything to judge. */
  double highest() {
    return highest;
  }

  /** At least 1: a host nothing was found of was judged too. */
  long judgements() {
    return Math.max(1, judgements);
  }

  public boolean anomalous() {
    return highest >= threshold;
  }

  public boolean suspicious() {
    return highest >= written;
  }

  /** Strongest first. */
  List<Finding> strongest(int most) {
    findings.sort(Finding.STRONGEST);
    return findings.size() <= most ? findings : findings.subList(0, most);
  }
}
