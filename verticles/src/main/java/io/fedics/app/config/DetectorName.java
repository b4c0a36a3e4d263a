package io.fedics.app.config;

import io.fedics.detect.domain.learned.FlowForest;
import io.fedics.detect.domain.learned.HostSequences;
import io.fedics.detect.domain.physics.PhysicsFlow;
import io.fedics.detect.domain.physics.PhysicsHost;
import io.fedics.shared.error.UsageException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The kinds of detector, and the stages that a verdict waits for when one takes part. */
public enum DetectorName {
  PHYSICS,
  IFOREST,
  LSTM;

  /** As on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<String> stages() {
    return switch (this) {
      case PHYSICS -> List.of(PhysicsFlow.STAGE, PhysicsHost.STAGE);
      case IFOREST -> List.of(FlowForest.STAGE);
      case LSTM -> List.of(HostSequences.STAGE);
    };
  }

  /** Every set of detectors that is not empty, in a fixed order. */
  public static List<Set<DetectorName>> subsets() {
    List<Set<DetectorName>> subsets = new ArrayList<>();
    subsets.add(EnumSet.noneOf(DetectorName.class));
    for (DetectorName detector : values()) {
      for (Set<DetectorName> without : List.copyOf(subsets)) {
        Set<DetectorName> with = EnumSet.of(detector);
        with.addAll(without);
        subsets.add(with);
      }
    }
    subsets.removeFirst();
    return subsets;
  }

  public static List<String> stagesOf(Set<DetectorName> detectors) {
    return detectors.stream().flatMap(it -> it.stages().stream()).toList();
  }

  /** The detector that a reader belongs to; the reader's own name when it is none of a detector. */
  public static String labelOf(String stage) {
    for (DetectorName detector : values()) {
      if (detector.stages().contains(stage)) {
        return detector.label();
      }
    }
    return stage;
  }

  /** Detectors of which a stage is named. */
  public static Set<DetectorName> ofStages(List<String> stages) {
    Set<DetectorName> found = EnumSet.noneOf(DetectorName.class);
    for (DetectorName detector : values()) {
      if (detector.stages().stream().anyMatch(stages::contains)) {
        found.add(detector);
      }
    }
    return found;
  }

  /**
   * @param text comma-separated
   * @throws UsageException for an unknown one, or none
   */
  public static Set<DetectorName> parse(String text) {
    List<String> known = new ArrayList<>();
    for (DetectorName detector : values()) {
      known.add(detector.label());
    }
    Set<DetectorName> wanted = EnumSet.noneOf(DetectorName.class);
    for (String name : text.split(",", -1)) {
      int at = known.indexOf(name.strip());
      if (at < 0) {
        throw new UsageException("--detectors: " + (name.isBlank() ? "nothing" : name.strip())
            + " (expected: " + String.join(", ", known) + ")");
      }
      wanted.add(values()[at]);
    }
    return wanted;
  }
}
