package io.fedics.app;

import io.fedics.detect.domain.FlowFeatures;
import io.fedics.detect.domain.SequenceMemory;
import io.fedics.fl.model.Bundle;
import io.fedics.fl.model.IsolationForest;
import io.fedics.fl.model.LstmAutoencoder;
import io.fedics.fl.model.WindowErrors;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FlowObserved;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Two models on the same normal flows, as a site would use them: each is calibrated on the earlier half by itself, and judged
 * on the later half. What counts is how often it alarms there, and of autoencoders that scale alike also how well it repeats
 * what it sees.
 */
final class ShadowComparison {
  /** Of the earlier half, what is taken for unusual; the later half should exceed the threshold as often. */
  private static final double UNUSUAL = 0.01;
  /** Standard errors by which alarms must differ before a model is called worse: chance does so once in 700. */
  private static final double ERRORS = 3;
  /** A reconstruction error that is larger by this much is worse. */
  private static final double LARGER = 1.05;
  /** Records of each half below which rates say nothing. */
  private static final int LEAST = 200;

  private static final Set<String> ROLES = Set.of(IsolationForest.KIND, LstmAutoencoder.KIND);

  /**
   * One model on the later half.
   *
   * @param alarmRate share of the records above its own threshold
   * @param error mean raw score: of an autoencoder the reconstruction error
   */
  record Figures(double alarmRate, double error) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "alarms on %.2f %%, mean score %.4f", 100 * alarmRate, error);
    }
  }

  /**
   * @param records of the later half
   * @param now figures of the model in use
   * @param wanted of the other
   * @param scalesAlike whether their mean scores can be compared
   */
  record Result(int records, Figures now, Figures wanted, boolean scalesAlike) {
    /** Why the other one is worse; empty when it is not. */
    Optional<String> worse() {
      double spread = Math.sqrt((variance(now.alarmRate) + variance(wanted.alarmRate)) / records);
      if (wanted.alarmRate > now.alarmRate + ERRORS * spread) {
        return Optional.of("it alarms more often");
      }
      return scalesAlike && wanted.error > LARGER * now.error
          ? Optional.of("it repeats normal windows worse")
          : Optional.empty();
    }

    private static double variance(double rate) {
      return rate * (1 - rate);
    }
  }

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
  Result compare(Bundle now, Bundle wanted, Iterable<FlowObserved> flows) {
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
    return new Result(
        before.length - half,
        figures(before, half),
        figures(after, half),
        !forest && scales(now).equals(scales(wanted)));
  }

  private static List<List<Float>> scales(Bundle bundle) {
    int features = bundle.features().size();
    return List.of(
        floats(bundle.floats("means", features)), floats(bundle.floats("scales", features)));
  }

  private static List<Float> floats(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static Figures figures(double[] scores, int half) {
    double[] earlier = Arrays.copyOf(scores, half);
    Arrays.sort(earlier);
    double threshold = earlier[(int) Math.ceil((1 - UNUSUAL) * (half - 1))];
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
    var own = Prefixes.of(configs.physics().rules().ownPrefixes());
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
        configs.offline(), flows.iterator(), SequenceMemory.STEPS, (host, memory) -> {
          if (own.contains(host)) {
            float[] values = new float[HostWindows.SIZE];
            memory.window(values, 0);
            windows.add(values);
          }
        });
    return windows;
  }
}
