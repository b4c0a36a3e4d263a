package io.fedics.fl.round;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Means weighted by examples; a metric that some do not report is the mean of those who do. */
final class WeightedMeans {
  private static final String LOSS = "";

  private record Sum(double weighted, double examples) {
    Sum plus(Sum other) {
      return new Sum(weighted + other.weighted, examples + other.examples);
    }

    double mean() {
      return weighted / examples;
    }
  }

  private final Map<String, Sum> sums = new HashMap<>();

  void add(double loss, long examples, Map<String, Double> metrics) {
    metrics.forEach((name, value) -> {
      if (!name.equals(LOSS)) {
        add(name, value, examples);
      }
    });
    add(LOSS, loss, examples);
  }

  private void add(String name, double value, long examples) {
    sums.merge(name, new Sum(value * examples, examples), Sum::plus);
  }

  OptionalDouble loss() {
    Sum sum = sums.get(LOSS);
    return sum == null ? OptionalDouble.empty() : OptionalDouble.of(sum.mean());
  }

  Map<String, Double> metrics() {
    Map<String, Double> means = new TreeMap<>();
    sums.forEach((name, sum) -> {
      if (!name.equals(LOSS)) {
        means.put(name, sum.mean());
      }
    });
    return means;
  }
}
