package io.fedics.app.evaluate;

import io.fedics.app.bundle.ModelStore;
import io.fedics.app.bundle.StoredLabelModels;
import io.fedics.app.config.Configs;
import io.fedics.app.config.DetectorName;
import io.fedics.app.evaluate.ScenarioBenchmark.Case;
import io.fedics.app.evaluate.ScenarioBenchmark.Setup;
import io.fedics.app.evaluate.ScenarioBenchmark.Variant;
import io.fedics.app.offline.OfflineStages;
import io.fedics.classify.domain.LabelModel;
import io.fedics.classify.domain.RuleLabels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * {@code evaluate --benchmark ablation}: what each detector is worth. The rules with the verdict that knows rules only, then
 * every detector alone, every pair and all of them with the learned verdict, over the attacks of the tour and the quiet ones.
 */
final class Ablation {
  private static final Setup SETUP =
      new Setup(10, Duration.ofMinutes(30), Duration.ofMinutes(45), Duration.ofHours(12));

  private Ablation() {}

  static ScenarioBenchmark benchmark(Configs configs, Consumer<String> progress) {
    List<Case> cases = new ArrayList<>(ScenarioBenchmark.tour());
    cases.addAll(ScenarioBenchmark.quiet());
    return new ScenarioBenchmark(
        OfflineStages.from(configs), variants(configs), cases, SETUP, progress);
  }

  private static List<Variant> variants(Configs configs) {
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant(
        "rules",
        EnumSet.of(DetectorName.PHYSICS),
        new RuleLabels(configs.classify().prior())));
    LabelModel learned =
        StoredLabelModels.learned(configs, ModelStore.ofShipped()).usual();
    List<Set<DetectorName>> subsets = DetectorName.subsets();
    subsets.sort(Comparator.comparingInt(Set::size)); // those alone first, all of them last
    subsets.forEach(subset -> variants.add(new Variant(name(subset), subset, learned)));
    return variants;
  }

  /** What {@code up} and {@code detect} do with these settings. */
  static Variant inService(Configs configs) {
    OfflineStages stages = OfflineStages.from(configs);
    Set<DetectorName> which = EnumSet.copyOf(stages.detectors().which());
    return new Variant(name(which), which, stages.verdict());
  }

  private static String name(Set<DetectorName> detectors) {
    return detectors.size() == DetectorName.values().length
        ? "all"
        : detectors.stream().map(DetectorName::label).collect(Collectors.joining("+"));
  }
}
