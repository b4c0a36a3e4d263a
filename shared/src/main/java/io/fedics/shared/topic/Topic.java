package io.fedics.shared.topic;

import java.util.Locale;

/** Every Kafka topic, once. An enum, so that users show up in bytecode and a typo does not compile. */
public enum Topic {
  NETWORK_DATA,
  HOST_ACTIVITY,
  SIGHTINGS,
  ANOMALIES,
  LEARNING,
  ATTACK_CLASSIFIED,
  ATTACK_PREDICTED,
  ALERTS,
  RESPONSES,
  FL_EVENTS,
  NORMAL_TRAFFIC,
  ANOMALY_ALERTS,
  PREDICTIONS,
  DEAD_LETTERS;

  private final String topicName = name().toLowerCase(Locale.ROOT);

  public String topicName() {
    return topicName;
  }
}
