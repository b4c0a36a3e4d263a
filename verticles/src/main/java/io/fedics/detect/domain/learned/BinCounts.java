package io.fedics.detect.domain.learned;

import io.fedics.fl.model.score.QuantileTable;
import io.fedics.fl.model.score.ScoreSketch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Raw scores by bin of a {@link ScoreSketch}; the fields are the saved state. Every flow is counted, so bins lie flat beside each
 * other; a new one, which costs a copy, is rare. Not thread-safe.
 */
final class BinCounts {
  /** Rising. */
  private int[] indices = new int[0];

  /** Of each of {@link #indices}, positive. */
  private long[] counts = new long[0];

  void add(BinCounts more) {
    for (int i = 0; i < more.indices.length; i++) {
      add(more.indices[i], more.counts[i]);
    }
  }

  void add(double raw) {
    add(ScoreSketch.binOf(raw), 1);
  }

  void add(List<Integer> indices, List<Long> counts) {
    for (int i = 0; i < indices.size(); i++) {
      add(indices.get(i), counts.get(i));
    }
  }

  private void add(int index, long count) {
    int place = Arrays.binarySearch(indices, index);
    if (place >= 0) {
      counts[place] += count;
      return;
    }
    int at = -place - 1;
    int length = indices.length;
    int[] widerIndices = Arrays.copyOf(indices, length + 1);
    long[] widerCounts = Arrays.copyOf(counts, length + 1);
    System.arraycopy(indices, at, widerIndices, at + 1, length - at);
    System.arraycopy(counts, at, widerCounts, at + 1, length - at);
    widerIndices[at] = index;
    widerCounts[at] = count;
    indices = widerIndices;
    counts = widerCounts;
  }

  boolean isEmpty() {
    return indices.length == 0;
  }

  /** Bins with scores, rising. */
  List<Integer> indices() {
    return Arrays.stream(indices).boxed().toList();
  }

  /** Scores of each of {@link #indices}. */
  List<Long> counts() {
    return Arrays.stream(counts).boxed().toList();
  }

  long rows() {
    return Arrays.stream(counts).sum();
  }

  /** Halves all counts, so that newer scores weigh more. */
  void halve() {
    int[] kept = IntStream.range(0, counts.length).filter(i -> counts[i] > 1).toArray();
    int[] keptIndices = Arrays.stream(kept).map(i -> indices[i]).toArray();
    counts = Arrays.stream(kept).mapToLong(i -> counts[i] / 2).toArray();
    indices = keptIndices;
  }

  void clear() {
    indices = new int[0];
    counts = new long[0];
  }

  /** Scores that a table calls at least so rare, each taken for the lower end of its bin. */
  long rowsRarerThan(double rarity, QuantileTable table) {
    long rare = 0;
    for (int i = 0; i < indices.length; i++) {
      rare += table.rarity(ScoreSketch.lowerEnd(indices[i])) >= rarity ? counts[i] : 0;
    }
    return rare;
  }

  /**
   * @throws IllegalArgumentException when there are none
   */
  QuantileTable table() {
    var sketch = new ScoreSketch();
    sketch.merge(indices.clone(), counts.clone());
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
    for (int i = indices.length - 1; i >= 0; i--) {
      if (counts[i] < left) {
        left -= counts[i];
        continue;
      }
      above = later.rowsAbove(indices[i]) + left / counts[i] * later.rowsIn(indices[i]);
      break;
    }
    return above / later.rows();
  }

  private long rowsAbove(int index) {
    long sum = 0;
    for (int i = indices.length - 1; i >= 0 && indices[i] > index; i--) {
      sum += counts[i];
    }
    return sum;
  }

  private long rowsIn(int index) {
    int place = Arrays.binarySearch(indices, index);
    return place < 0 ? 0 : counts[place];
  }
}
