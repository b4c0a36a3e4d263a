package io.fedics.fl.aggregate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;

/** Krum's scores: the sum of the squared distances to the n − f − 2 nearest others, at least to one. Lower is better. */
final class KrumScores {
  private final double[][] distances;
  private final int malicious;

  /**
   * @param updates in order of client id, which breaks ties
   */
  KrumScores(List<Update> updates, int malicious) {
    this.malicious = malicious;
    this.distances = squaredDistances(updates);
  }

  /** Of each update to each: shape {@code [updates][updates]}. */
  static double[][] squaredDistances(List<Update> updates) {
    int count = updates.size();
    double[][] distances = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        double distance = squaredDistance(
            updates.get(i).parameters().values(), updates.get(j).parameters().values());
        distances[i][j] = distance;
        distances[j][i] = distance;
      }
    }
    return distances;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  /**
   * The best first.
   *
   * @param among indices that are scored against each other
   */
  List<Integer> ranked(SortedSet<Integer> among) {
    double[] scores = new double[distances.length];
    for (int client : among) {
      scores[client] = score(client, among);
    }
    return among.stream()
        .sorted(Comparator.comparingDouble(client -> scores[client]))
        .toList();
  }

  private double score(int client, SortedSet<Integer> among) {
    double[] others = among.stream()
        .filter(other -> other != client)
        .mapToDouble(other -> distances[client][other])
        .sorted()
        .toArray();
    int nearest = Math.min(others.length, Math.max(1, among.size() - malicious - 2));
    return Arrays.stream(others, 0, nearest).reduce(0, Double::sum);
  }
}
