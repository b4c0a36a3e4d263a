package io.fedics.fl.round;

import io.fedics.fl.aggregate.LogitCounts;
import java.util.Optional;
import java.util.OptionalDouble;

/** What sites told of their rows behind the last round, by which its model's cut is moved. */
final class CountsOfSites {
  private Optional<LogitCounts> total = Optional.empty();
  private int sites;

  void add(LogitCounts counts) {
    total = Optional.of(total.map(counts::plus).orElse(counts));
    sites++;
  }

  int sites() {
    return sites;
  }

  long rows() {
    return total.map(LogitCounts::rows).orElse(0L);
  }

  /**
   * Where most rows are on the right side.
   *
   * @param examples of all sites that trained
   * @return empty where those who told have less than half of them, or one label only: it would be a cut for the others
   */
  OptionalDouble cut(long examples) {
    return total
        .filter(counts -> counts.hasBoth() && 2 * counts.rows() >= examples)
        .map(counts -> OptionalDouble.of(counts.cut()))
        .orElse(OptionalDouble.empty());
  }
}
