package io.fedics.app.bundle;

import io.fedics.app.config.Configs;
import io.fedics.app.config.DetectorName;
import io.fedics.detect.domain.learned.FlowForest;
import io.fedics.detect.domain.learned.HostSequences;
import io.fedics.detect.domain.learned.LearnedSettings;
import io.fedics.detect.domain.learned.Models;
import io.fedics.detect.domain.physics.PhysicsFlow;
import io.fedics.detect.domain.physics.PhysicsHost;
import io.fedics.detect.domain.physics.PhysicsSettings;
import io.fedics.detect.domain.physics.PhysicsTravel;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The detectors that take part, and what they need.
 *
 * @param attackVersion of ATT&CK for ICS
 */
public record Detectors(
    Set<DetectorName> which,
    PhysicsSettings rules,
    LearnedSettings learned,
    Models models,
    String attackVersion) {
  public Detectors {
    which = Set.copyOf(which);
  }

  /** Those whose stages verdicts wait for. */
  public static Detectors from(Configs configs, Models models) {
    return new Detectors(
        DetectorName.ofStages(configs.classify().detectors()),
        configs.physics().rules(),
        configs.learned().settings(),
        models,
        configs.classify().attackVersion());
  }

  /**
   * One reader.
   *
   * @param topics read in the same partition
   * @param decision by partition
   */
  public record Reader(String stage, List<Topic> topics, IntFunction<Decision> decision) {}

  /** The same detectors with other models. */
  public Detectors judgedBy(Models others) {
    return new Detectors(which, rules, learned, others, attackVersion);
  }

  /** The same detectors, whose anomalies say with which changes they would have been none. */
  public Detectors explained() {
    return new Detectors(which, rules, learned.withCounterfactual(), models, attackVersion);
  }

  /** The same detectors, of which the learned ones write every finding however many a host has. */
  public Detectors withEveryFinding() {
    return new Detectors(which, rules, learned.withEveryFinding(), models, attackVersion);
  }

  /** The same settings with other detectors. */
  public Detectors of(Set<DetectorName> wanted) {
    return new Detectors(wanted, rules, learned, models, attackVersion);
  }

  /** Readers of every detector that takes part; no reader uses the state of another. */
  public List<Reader> readers(int partitions) {
    List<Reader> readers = new ArrayList<>();
    if (which.contains(DetectorName.PHYSICS)) {
      readers.add(new Reader(
          PhysicsFlow.STAGE, List.of(Topic.NETWORK_DATA), p -> new PhysicsFlow(p, rules)));
      readers.add(new Reader(
          PhysicsHost.STAGE,
          List.of(Topic.HOST_ACTIVITY),
          p -> new PhysicsHost(p, partitions, rules)));
      readers.add(new Reader(
          PhysicsTravel.STAGE,
          List.of(Topic.SIGHTINGS),
          p -> new PhysicsTravel(p, rules, attackVersion)));
    }
    if (which.contains(DetectorName.IFOREST)) {
      readers.add(new Reader(
          FlowForest.STAGE,
          List.of(Topic.NETWORK_DATA, Topic.LEARNING),
          p -> new FlowForest(p, partitions, rules.site(), learned, models)));
    }
    if (which.contains(DetectorName.LSTM)) {
      readers.add(new Reader(
          HostSequences.STAGE,
          List.of(Topic.HOST_ACTIVITY, Topic.LEARNING),
          p -> new HostSequences(p, partitions, rules.site(), learned, models)));
    }
    return readers;
  }
}
