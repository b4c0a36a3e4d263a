package io.fedics.app;

import io.fedics.aggregate.AggregateConfig;
import io.fedics.aggregate.domain.Aggregation;
import io.fedics.classify.ClassifyConfig;
import io.fedics.classify.domain.Classification;
import io.fedics.detect.domain.PhysicsSettings;
import io.fedics.incident.IncidentConfig;
import io.fedics.incident.domain.Incidents;
import io.fedics.predict.PredictConfig;
import io.fedics.predict.domain.Prediction;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.topic.Topic;

/**
 * The stages' settings for a run without broker and database.
 *
 * @param detectors makes what reads flows, host-seconds and sightings
 */
record OfflineStages(
    AggregateConfig aggregate,
    Detectors detectors,
    ClassifyConfig classify,
    PredictConfig predict,
    IncidentConfig incident) {

  /** The detectors of one partition. */
  interface Detectors {

    /** Reads {@code network_data}. */
    Decision ofFlows(int partition);

    /** Reads {@code host_activity}. */
    Decision ofHosts(int partition, int partitions);

    /** Reads {@code sightings}. */
    Decision ofSightings(int partition);
  }

  /** Every setting at its default. */
  static OfflineStages defaults() {
    var physics =
        new PhysicsDetectors(PhysicsSettings.DEFAULT, ClassifyConfig.DEFAULT.attackVersion());
    return new OfflineStages(
        AggregateConfig.DEFAULT,
        physics,
        ClassifyConfig.DEFAULT,
        PredictConfig.DEFAULT,
        IncidentConfig.DEFAULT);
  }

  /** Lets all stages read, upstream first. */
  void readFrom(OfflineLog log, int partitions) {
    for (int p = 0; p < partitions; p++) {
      log.read(Topic.NETWORK_DATA, p, detectors.ofFlows(p));
      log.read(Topic.NETWORK_DATA, p, new Aggregation(aggregate, p));
      log.read(Topic.SIGHTINGS, p, detectors.ofSightings(p));
    }
    for (int p = 0; p < partitions; p++) {
      log.read(Topic.HOST_ACTIVITY, p, detectors.ofHosts(p, partitions));
    }
    for (int p = 0; p < partitions; p++) {
      var classification = new Classification(classify, p, partitions);
      log.read(Topic.HOST_ACTIVITY, p, classification);
      log.read(Topic.ANOMALIES, p, classification);
    }
    for (int p = 0; p < partitions; p++) {
      log.read(Topic.ATTACK_CLASSIFIED, p, new Prediction(predict, p, partitions));
      log.read(Topic.ATTACK_PREDICTED, p, new Incidents(incident, p));
    }
  }
}
