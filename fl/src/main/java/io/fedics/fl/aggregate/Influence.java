package io.fedics.fl.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How one update of a round lay among the others'. A z-score is the difference to the median over the clients in median
 * absolute deviations (times 1.4826, the deviation of a normal distribution).
 *
 * @param client whose update it was
 * @param distance z of the distance to the coordinate median of all updates, on a logarithmic scale
 * @param turned z of the angle to that median
 * @param twin z of the closeness to the nearest other update: sites that lie together say the same
 * @param influence how far along the global step the update lay; 1 is as far as the step
 * @param alignment what {@code turned} was made of
 */
public record Influence(
    String client,
    double distance,
    double turned,
    double twin,
    double influence,
    Alignment alignment) {
  /** Below so small a spread all are alike; a tenth on a logarithmic scale is 10 % of a distance. */
  private static final double LEAST_SPREAD = 0.1;
  /** Of distances, so that equal updates have a logarithm. */
  private static final double TINY = 1e-12;
  /** Of two nobody knows who is the odd one. */
  private static final int LEAST_CLIENTS = 3;

  /**
   * Compares every update with all others.
   *
   * @param updates after minus before by client, all of one size; not modified
   * @param step what the global model made of them
   * @return by id of the client; none of fewer than three updates
   */
  public static List<Influence> of(Map<String, double[]> updates, double[] step) {
    var sorted = new TreeMap<>(updates);
    if (sorted.size() < LEAST_CLIENTS) {
      return List.of();
    }
    List<String> clients = List.copyOf(sorted.keySet());
    List<double[]> all = List.copyOf(sorted.values());
    double[] centre = Vectors.median(all);
    double[] distance = new double[all.size()];
    double[] angle = new double[all.size()];
    double[] apart = new double[all.size()];
    List<Alignment> alignments =
        all.stream().map(update -> Alignment.of(update, centre)).toList();
    for (int i = 0; i < distance.length; i++) {
      distance[i] = Math.log(TINY + Vectors.distance(all.get(i), centre));
      angle[i] = 1 - alignments.get(i).cosine();
      apart[i] = -Math.log(TINY + nearest(all, i));
    }
    double usualCosine = 1 - Vectors.median(angle);
    z(distance);
    z(angle);
    z(apart);
    double squared = Vectors.dot(step, step);
    List<Influence> influences = new ArrayList<>();
    for (int i = 0; i < distance.length; i++) {
      double along = squared == 0 ? 0 : Vectors.dot(all.get(i), step) / squared;
      influences.add(new Influence(
          clients.get(i),
          distance[i],
          angle[i],
          apart[i],
          along,
          alignments.get(i).withUsual(usualCosine)));
    }
    return List.copyOf(influences);
  }

  private static double nearest(List<double[]> all, int one) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < all.size(); i++) {
      if (i != one) {
        nearest = Math.min(nearest, Vectors.distance(all.get(i), all.get(one)));
      }
    }
    return nearest;
  }

  /** In place. */
  static void z(double[] values) {
    double median = Vectors.median(values);
    double[] off = new double[values.length];
    for (int i = 0; i < off.length; i++) {
      off[i] = Math.abs(values[i] - median);
    }
    double spread = Math.max(LEAST_SPREAD, 1.4826 * Vectors.median(off));
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - median) / spread;
    }
  }
}
