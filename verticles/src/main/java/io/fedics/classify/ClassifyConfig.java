package io.fedics.classify;

import io.fedics.shared.attack.Techniques;
import io.fedics.shared.config.Settings;
import io.fedics.shared.topic.Partitioner;
import java.util.Arrays;
import java.util.List;

/**
 * @param detectors stages a second waits for, until a {@code DetectorSet} says otherwise
 * @param verdict how findings combine: {@code learned}, by the model that comes with the program, or {@code rules}
 * @param attackVersion of ATT&CK for ICS, {@code v18.1} or {@code v19}
 * @param prior share of host-seconds with a finding that are expected to be an attack, in (0, 1)
 * @param edges most edges of the host graph kept of a site and minute; at least 64, cut by bucket
 */
public record ClassifyConfig(
    List<String> detectors, String verdict, String attackVersion, double prior, int edges) {

  public static final String LEARNED = "learned";
  public static final String RULES = "rules";

  /** Stages that judge host-seconds. */
  private static final List<String> DETECTORS =
      List.of("physics-flow", "physics-host", "iforest", "lstm");

  public static final ClassifyConfig DEFAULT =
      new ClassifyConfig(DETECTORS, LEARNED, Techniques.V18_1, 0.02, 8_192);

  public ClassifyConfig {
    detectors = List.copyOf(detectors);
    requireKnown(detectors);
    try {
      Techniques.of(attackVersion);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("classify.attack-version: " + e.getMessage(), e);
    }
    if (!verdict.equals(LEARNED) && !verdict.equals(RULES)) {
      throw new IllegalArgumentException(
          "classify.verdict: " + verdict + " (expected: learned or rules)");
    }
    if (!(prior > 0 && prior < 1)) {
      throw new IllegalArgumentException(
          "classify.prior: " + prior + " (expected: between 0 and 1)");
    }
    if (edges < Partitioner.BUCKETS) {
      throw new IllegalArgumentException(
          "classify.edges: " + edges + " (expected: " + Partitioner.BUCKETS + " or more)");
    }
  }

  private static void requireKnown(List<String> detectors) {
    List<String> unknown =
        detectors.stream().filter(name -> !DETECTORS.contains(name)).toList();
    if (detectors.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalArgumentException("classify.detectors: "
          + (detectors.isEmpty() ? "none" : String.join(", ", unknown))
          + " (expected: some of " + String.join(", ", DETECTORS) + ")");
    }
  }

  /** The same, waiting for other stages. */
  public ClassifyConfig waitingFor(List<String> stages) {
    return new ClassifyConfig(stages, verdict, attackVersion, prior, edges);
  }

  public static ClassifyConfig from(Settings settings) {
    String detectors = settings.text("classify.detectors", String.join(",", DEFAULT.detectors));
    return new ClassifyConfig(
        Arrays.stream(detectors.split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .toList(),
        settings.text("classify.verdict", DEFAULT.verdict),
        settings.text("classify.attack-version", DEFAULT.attackVersion),
        settings.number("classify.prior", DEFAULT.prior),
        settings.count("classify.edges", DEFAULT.edges));
  }
}
