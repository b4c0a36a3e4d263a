package io.fedics.fl.model.score;

import java.util.ArrayList;
import java.util.List;

/** Thins the ends of a sketch's bins to what a table needs, without smoothing a jump: both its ends stay. */
final class TailPoints {
  private final long rows;
  private final double step;
  private final List<Double> scores = new ArrayList<>();
  private final List<Double> tails = new ArrayList<>();
  private double lastScore = Double.NaN;
  private double lastTail;

  TailPoints(long rows, double step) {
    this.rows = rows;
    this.step = step;
  }

  /** In the order of the scores. */
  void add(double score, long above) {
    if (score == lastScore) {
      return;
    }
    double tail = (double) above / rows;
    if (tails.isEmpty() || tail <= tails.getLast() * step) {
      keepLast();
      keep(score, tail);
    }
    lastScore = score;
    lastTail = tail;
  }

  private void keepLast() {
    if (!scores.isEmpty() && lastScore > scores.getLast()) {
      keep(lastScore, lastTail);
    }
  }

  private void keep(double score, double tail) {
    scores.add(score);
    tails.add(tail);
  }

  double[] scores() {
    return scores.stream().mapToDouble(Double::doubleValue).toArray();
  }

  double[] tails() {
    return tails.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
