package io.fedics.detect.domain.learned;

import io.fedics.shared.event.ScoresSketched;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Scores of one epoch over all partitions, by model. The fields are the saved state. Not thread-safe. */
final class EpochTaught {
  private final SortedMap<String, BinCounts> byModel = new TreeMap<>();
  private final SortedMap<String, Long> errorMicros = new TreeMap<>();

  void add(ScoresSketched sketch) {
    add(sketch.modelSha256(), sketch.bins(), sketch.counts());
    ScoresSketched.Beside beside = sketch.beside();
    if (beside != null) {
      add(beside.modelSha256(), beside.bins(), beside.counts());
      errorMicros.merge(sketch.modelSha256(), beside.errorMicrosInForce(), Long::sum);
      errorMicros.merge(beside.modelSha256(), beside.errorMicros(), Long::sum);
    }
  }

  private void add(String model, List<Integer> indices, List<Long> counts) {
    byModel.computeIfAbsent(model, _ -> new BinCounts()).add(indices, counts);
  }

  /** Scores by bin; null when the model scored nothing. */
  @Nullable
  BinCounts bins(String model) {
    return byModel.get(model);
  }

  /** Sum of reconstruction errors while a model was on trial, in millionths; 0 of a forest. */
  long errorMicros(String model) {
    return errorMicros.getOrDefault(model, 0L);
  }
}
