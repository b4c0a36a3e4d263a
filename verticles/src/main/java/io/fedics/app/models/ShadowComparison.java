package io.fedics.app.models;

import io.fedics.app.config.Configs;
import io.fedics.app.offline.HostWindows;
import io.fedics.app.offline.OfflineStages;
import io.fedics.detect.domain.learned.FlowFeatures;
import io.fedics.detect.domain.learned.ModelComparison;
import io.fedics.detect.domain.learned.ModelComparison.Figures;
import io.fedics.detect.domain.learned.SequenceMemory;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.lstm.WindowErrors;
import io.fedics.fl.model.tree.IsolationForest;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FlowObserved;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Two models on flows of a file, presumed normal: a {@link ModelComparison} whose earlier and later records are the halves of
 * the file.
 */
final class ShadowComparison {
  /** Records of each half below which rates say nothing. */
  private static final int LEAST = 200;

  private static final Set<String> ROLES = Set.of(IsolationForest.KIND, LstmAutoencoder.KIND);

  private final Configs configs;

  ShadowComparison(Configs configs) {
    this.configs = configs;
  }

  /** Whether models of this kind can be compared at all. */
  static boolean isPossible(Bundle bundle) {
    return ROLES.contains(bundle.role());
  }

  /**
   * @param now the model in use
   * @param wanted another of its role
   * @param flows presumed normal, of one site, in order of time
   * @throws UsageException for too few flows
   */
  ModelComparison compare(Bundle now, Bundle wanted, Iterable<FlowObserved> flows) {
    boolean forest = wanted.role().equals(IsolationForest.KIND);
    double[] before;
    double[] after;
    if (forest) {
      List<double[]> rows = rows(flows);
      before = scores(IsolationForest.from(now), rows);
      after = scores(IsolationForest.from(wanted), rows);
    } else {
      List<float[]> windows = windows(flows);
      before = WindowErrors.of(LstmAutoencoder.from(now), windows);
      after = WindowErrors.of(LstmAutoencoder.from(wanted), windows);
    }
    int half = before.length / 2;
    if (half < LEAST) {
      throw new UsageException("--normals: %d %s (expected: at least %d)"
          .formatted(before.length, forest ? "flows" : "windows of own hosts", 2 * LEAST));
    }
    return new ModelComparison(
        before.length - half,
        figures(before, half),
        figures(after, half),
        ModelComparison.scaleAlike(now, wanted));
  }

  private static Figures figures(double[] scores, int half) {
    double[] earlier = Arrays.copyOf(scores, half);
    Arrays.sort(earlier);
    double threshold = earlier[(int) Math.ceil((1 - ModelComparison.UNUSUAL) * (half - 1))];
    int later = scores.length - half;
    double above = 0;
    double sum = 0;
    for (int i = half; i < scores.length; i++) {
      above += scores[i] > threshold ? 1 : 0;
      sum += scores[i];
    }
    return new Figures(above / later, sum / later);
  }

  private List<double[]> rows(Iterable<FlowObserved> flows) {
    var own = Prefixes.of(configs.physics().rules().site().ownPrefixes());
    List<double[]> rows = new ArrayList<>();
    flows.forEach(flow -> FlowFeatures.of(flow, own).ifPresent(rows::add));
    return rows;
  }

  private static double[] scores(IsolationForest forest, List<double[]> rows) {
    return rows.stream().mapToDouble(forest::score).toArray();
  }

  /** In order of their last seconds. */
  private List<float[]> windows(Iterable<FlowObserved> flows) {
    var own = Prefixes.of(configs.aggregate().ownPrefixes());
    List<float[]> windows = new ArrayList<>();
    HostWindows.forEach(
        OfflineStages.from(configs), flows.iterator(), SequenceMemory.STEPS, (host, memory) -> {
          if (own.contains(host)) {
            float[] values = new float[HostWindows.SIZE];
            memory.window(values, 0);
            windows.add(values);
          }
        });
    return windows;
  }
}
