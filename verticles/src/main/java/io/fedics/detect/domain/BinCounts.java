package io.fedics.detect.domain;

import io.fedics.fl.model.QuantileTable;
import io.fedics.fl.model.ScoreSketch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Raw scores by bin of a {@link ScoreSketch}; the field is the saved state. Not thread-safe. */
final class BinCounts {
  private final TreeMap<Integer, Long> bins = new TreeMap<>();

  void add(BinCounts more) {
    more.bins.forEach((bin, count) -> bins.merge(bin, count, Long::sum));
  }

  void add(double raw) {
    bins.merge(ScoreSketch.binOf(raw), 1L, Long::sum);
  }

  void add(List<Integer> indices, List<Long> counts) {
    for (int i = 0; i < indices.size(); i++) {
      bins.merge(indices.get(i), counts.get(i), Long::sum);
    }
  }

  boolean isEmpty() {
    return bins.isEmpty();
  }

  /** Bins with scores, rising. */
  List<Integer> indices() {
    return List.copyOf(bins.keySet());
  }

  /** Scores of each of {@link #indices}. */
  List<Long> counts() {
    return List.copyOf(bins.values());
  }

  long rows() {
    long sum = 0;
    for (long count : bins.values()) {
      sum += count;
    }
    return sum;
  }

  /** Halves all counts, so that newer scores weigh more. */
  void halve() {
    bins.replaceAll((_, count) -> count / 2);
    bins.values().removeIf(count -> count == 0);
  }

  void clear() {
    bins.clear();
  }

  /** Scores that a table calls at least so rare, each taken for the lower end of its bin. */
  long rowsRarerThan(double rarity, QuantileTable table) {
    long rare = 0;
    for (Map.Entry<Integer, Long> bin : bins.entrySet()) {
      rare += table.rarity(ScoreSketch.lowerEnd(bin.getKey())) >= rarity ? bin.getValue() : 0;
    }
    return rare;
  }

  /**
   * @throws IllegalArgumentException when there are none
   */
  QuantileTable table() {
    var sketch = new ScoreSketch();
    sketch.merge(
        bins.keySet().stream().mapToInt(Integer::intValue).toArray(),
        bins.values().stream().mapToLong(Long::longValue).toArray());
    return QuantileTable.of(sketch);
  }

  /**
   * Share of later scores above what a share of these exceeds. The bin that the limit lies in counts in part, so that the same
   * distribution gives the same share however coarse the bins are.
   *
   * @param share of these scores, in (0, 1)
   * @param later at least one score
   */
  double shareAbove(double share, BinCounts later) {
    double left = share * rows();
    double above = 0;
    for (Map.Entry<Integer, Long> bin : bins.descendingMap().entrySet()) {
      int index = bin.getKey();
      if (bin.getValue() < left) {
        left -= bin.getValue();
        continue;
      }
      for (long count : later.bins.tailMap(index, false).values()) {
        above += count;
      }
      above += left / bin.getValue() * later.bins.getOrDefault(index, 0L);
      break;
    }
    return above / later.rows();
  }
}
