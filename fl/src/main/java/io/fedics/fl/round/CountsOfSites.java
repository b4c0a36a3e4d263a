package io.fedics.fl.round;

import io.fedics.fl.aggregate.LogitCounts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What sites tell of their rows behind the last round, by which its model's cut is moved. Only whose updates were used has a
 * say, for as many rows as it trained on: who was left out of the model shall not come back through its cut.
 */
final class CountsOfSites {
  /** Examples of its last update that was used, by site. */
  private final Map<String, Long> trained = new TreeMap<>();

  private Optional<LogitCounts> total = Optional.empty();
  private int told;

  /**
   * Behind each round.
   *
   * @param examples of the updates that came, by site
   * @param leftOut whose update was not used
   * @param present whoever is not among them is forgotten
   */
  void used(Map<String, Long> examples, Collection<String> leftOut, Collection<String> present) {
    trained.putAll(examples);
    trained.keySet().removeAll(leftOut);
    trained.keySet().retainAll(present);
  }

  /** It went before it was asked: who comes by that name again has not trained yet. */
  void forget(String site) {
    trained.remove(site);
  }

  /** Who has a say. */
  List<String> sites() {
    return List.copyOf(trained.keySet());
  }

  /**
   * @throws IllegalArgumentException for more rows than the site trained on
   */
  void add(String site, LogitCounts counts) {
    long most = trained.getOrDefault(site, 0L);
    if (counts.rows() > most) {
      throw new IllegalArgumentException(
          "logit_counts: %d rows (expected: at most %d, as many as the site trained on)"
              .formatted(counts.rows(), most));
    }
    total = Optional.of(total.map(counts::plus).orElse(counts));
    told++;
  }

  /** Sites that told. */
  int told() {
    return told;
  }

  /** Of those who told. */
  long rows() {
    return total.map(LogitCounts::rows).orElse(0L);
  }

  /**
   * Where most rows are on the right side.
   *
   * @return empty where they are less than half of the rows of all who have a say, or of one label only: it would be a cut for
   *     the others
   */
  OptionalDouble cut() {
    long all = trained.values().stream().mapToLong(Long::longValue).sum();
    return total
        .filter(counts -> counts.hasBoth() && 2 * counts.rows() >= all)
        .map(counts -> OptionalDouble.of(counts.cut()))
        .orElse(OptionalDouble.empty());
  }
}
