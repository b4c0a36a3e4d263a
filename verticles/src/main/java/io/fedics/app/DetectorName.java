package io.fedics.app;

import io.fedics.shared.error.UsageException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The kinds of detector, and the stages that a verdict waits for when one takes part. */
enum DetectorName {
  PHYSICS("physics-flow", "physics-host"),
  IFOREST("iforest"),
  LSTM("lstm");

  private final List<String> stages;

  DetectorName(String... stages) {
    this.stages = List.of(stages);
  }

  /** As on the command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<String> stages() {
    return stages;
  }

  static List<String> stagesOf(Set<DetectorName> detectors) {
    return detectors.stream().flatMap(it -> it.stages.stream()).toList();
  }

  /** Detectors of which a stage is named. */
  static Set<DetectorName> ofStages(List<String> stages) {
    Set<DetectorName> found = EnumSet.noneOf(DetectorName.class);
    for (DetectorName detector : values()) {
      if (detector.stages.stream().anyMatch(stages::contains)) {
        found.add(detector);
      }
    }
    return found;
  }

  /**
   * @param text comma-separated
   * @throws UsageException for an unknown one, or none
   */
  static Set<DetectorName> parse(String text) {
    List<String> known = new ArrayList<>();
    for (DetectorName detector : values()) {
      known.add(detector.label());
    }
    Set<DetectorName> wanted = EnumSet.noneOf(DetectorName.class);
    for (String name : text.split(",", -1)) {
      int at = known.indexOf(name.strip());
      if (at < 0) {
        throw new UsageException(
            "--detectors: " + name.strip() + " (expected: " + String.join(", ", known) + ")");
      }
      wanted.add(values()[at]);
    }
    return wanted;
  }
}
