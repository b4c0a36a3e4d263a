package io.fedics.app.offline;

import io.fedics.aggregate.AggregateConfig;
import io.fedics.aggregate.domain.Aggregation;
import io.fedics.app.bundle.Detectors;
import io.fedics.app.bundle.ModelStore;
import io.fedics.app.bundle.StoredLabelModels;
import io.fedics.app.config.Configs;
import io.fedics.app.config.DetectorName;
import io.fedics.classify.ClassifyConfig;
import io.fedics.classify.domain.Classification;
import io.fedics.classify.domain.LabelModel;
import io.fedics.classify.domain.LabelModels;
import io.fedics.detect.domain.learned.Models;
import io.fedics.detect.domain.learned.RecordScoring;
import io.fedics.incident.IncidentConfig;
import io.fedics.incident.domain.Incidents;
import io.fedics.predict.PredictConfig;
import io.fedics.predict.domain.Prediction;
import io.fedics.shared.config.Settings;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.topic.Topic;
import java.util.Map;
import java.util.Set;

/**
 * The stages' settings for a run without broker and database.
 *
 * @param detectors those that take part; verdicts wait for them and no others
 */
public record OfflineStages(
    AggregateConfig aggregate,
    Detectors detectors,
    ClassifyConfig classify,
    LabelModel verdict,
    PredictConfig predict,
    IncidentConfig incident) {

  /** Every setting at its default. */
  public static OfflineStages defaults() {
    return from(Configs.from(new Settings(Map.of())));
  }

  /** With the shipped models. */
  public static OfflineStages from(Configs configs) {
    return from(configs, StoredLabelModels.from(configs, ModelStore.ofShipped()).usual());
  }

  /** The same with another way to combine evidence. */
  public static OfflineStages from(Configs configs, LabelModel verdict) {
    return new OfflineStages(
        configs.aggregate(),
        Detectors.from(configs, ModelStore.ofShipped()),
        configs.classify(),
        verdict,
        configs.predict(),
        configs.incident());
  }

  /** The same settings with other detectors. */
  public OfflineStages with(Set<DetectorName> wanted) {
    return new OfflineStages(aggregate, detectors.of(wanted), classify, verdict, predict, incident);
  }

  /** The same settings, with counterfactuals. */
  OfflineStages explained() {
    return new OfflineStages(
        aggregate, detectors.explained(), classify, verdict, predict, incident);
  }

  /** The same settings, with every finding of learned detectors written however many there are. */
  public OfflineStages withEveryFinding() {
    return new OfflineStages(
        aggregate, detectors.withEveryFinding(), classify, verdict, predict, incident);
  }

  /** The same settings with other models. */
  public OfflineStages judgedBy(Models models) {
    return new OfflineStages(
        aggregate, detectors.judgedBy(models), classify, verdict, predict, incident);
  }

  /** The same settings with another way to combine evidence. */
  public OfflineStages verdictBy(LabelModel model) {
    return new OfflineStages(aggregate, detectors, classify, model, predict, incident);
  }

  /** Lets all stages read, upstream first. */
  void readFrom(OfflineLog log, int partitions) {
    detect(log, partitions);
    judge(log, partitions);
    for (int p = 0; p < partitions; p++) {
      log.read(Topic.NETWORK_DATA, p, new RecordScoring(p, detectors.models()));
    }
  }

  /** Aggregate and the detectors. */
  void detect(OfflineLog log, int partitions) {
    for (int p = 0; p < partitions; p++) {
      log.read(Topic.NETWORK_DATA, p, new Aggregation(aggregate, p));
    }
    for (Detectors.Reader reader : detectors.readers(partitions)) {
      for (int p = 0; p < partitions; p++) {
        Decision decision = reader.decision().apply(p);
        for (Topic topic : reader.topics()) {
          log.read(topic, p, decision);
        }
      }
    }
  }

  /** What stands behind the detectors. */
  void judge(OfflineLog log, int partitions) {
    ClassifyConfig classify = this.classify.waitingFor(DetectorName.stagesOf(detectors.which()));
    for (int p = 0; p < partitions; p++) {
      var classification = new Classification(classify, p, partitions, LabelModels.only(verdict));
      log.read(Topic.HOST_ACTIVITY, p, classification);
      log.read(Topic.ANOMALIES, p, classification);
    }
    for (int p = 0; p < partitions; p++) {
      log.read(Topic.ATTACK_CLASSIFIED, p, new Prediction(predict, p, partitions));
      log.read(Topic.ATTACK_PREDICTED, p, new Incidents(incident, p));
    }
  }
}
