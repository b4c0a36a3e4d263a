package io.fedics.shared.stage;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which second each site has passed, by {@code stage/partition}: at once for stages of this process, as of their last
 * save for those of others. Bounds how far a stage may run ahead of the next one. Thread-safe.
 */
final class ProgressBoard {
  private final Map<String, Map<String, Long>> byWriter = new ConcurrentHashMap<>();

  void passed(String stage, int partition, String site, long second) {
    byWriter
        .computeIfAbsent(stage + '/' + partition, _ -> new ConcurrentHashMap<>())
        .merge(site, second, Math::max);
  }

  /**
   * @param sites whose progress matters; others may be forgotten already
   */
  void merge(Map<String, Map<String, Long>> saved, Set<String> sites) {
    saved.forEach((writer, bySite) -> bySite.forEach((site, second) -> {
      if (sites.contains(site)) {
        byWriter
            .computeIfAbsent(writer, _ -> new ConcurrentHashMap<>())
            .merge(site, second, Math::max);
      }
    }));
  }

  /** A writer that is not through with it yet counts again with the next second it passes. */
  void forget(String site) {
    byWriter.values().forEach(bySite -> bySite.remove(site));
  }

  /** Sites over all writers. */
  int sites() {
    return byWriter.values().stream().mapToInt(Map::size).sum();
  }

  /**
   * Whether a partition is more than {@code seconds} of event time past the slowest partition of the next stages, and has
   * said so {@value PassedSeconds#KEPT} times since: a file of a few flows an hour is far ahead with hardly
   * anything in memory, and other sites would wait for it. A writer that has not passed any second of a site yet does not
   * count: it may not be there.
   */
  boolean isAhead(
      Map<String, PassedSeconds> passed,
      Collection<String> nextStages,
      int partitions,
      long seconds) {
    for (Map.Entry<String, PassedSeconds> site : passed.entrySet()) {
      PassedSeconds mine = site.getValue();
      for (String stage : nextStages) {
        for (int partition = 0; partition < partitions; partition++) {
          Long next = byWriter.getOrDefault(stage + '/' + partition, Map.of()).get(site.getKey());
          if (next != null && mine.newest() - next > seconds && mine.oldest() > next) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
