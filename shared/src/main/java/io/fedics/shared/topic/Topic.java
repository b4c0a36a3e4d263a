package io.fedics.shared.topic;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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
  DEAD_LETTERS,

  /** Flows with the verdict on each; only where a setting asks for them. */
  NORMAL_TRAFFIC,
  ANOMALY_ALERTS,
  PREDICTIONS,

  /** Written by other programs; read only where a setting names them. */
  NETWORK_TRAFFIC("network-traffic"),
  NETWORK_LOG("network-log"),
  NETWORK_FLOWS("network_flows");

  /** Topics that other programs write, in forms of their own. */
  public static final Set<Topic> FOREIGN =
      Collections.unmodifiableSet(EnumSet.of(NETWORK_TRAFFIC, NETWORK_LOG, NETWORK_FLOWS));

  /** Topics verdicts are passed on to. */
  public static final Set<Topic> ROUTED =
      Collections.unmodifiableSet(EnumSet.of(NORMAL_TRAFFIC, ANOMALY_ALERTS, PREDICTIONS));

  /** Topics there always are. */
  public static final Set<Topic> STANDING =
      Collections.unmodifiableSet(EnumSet.range(NETWORK_DATA, DEAD_LETTERS));

  private final String topicName;

  Topic() {
    this.topicName = name().toLowerCase(Locale.ROOT);
  }

  Topic(String topicName) {
    this.topicName = topicName;
  }

  public String topicName() {
    return topicName;
  }

  /** The topic of that name on the broker. */
  public static Optional<Topic> named(String topicName) {
    return Arrays.stream(values())
        .filter(topic -> topic.topicName.equals(topicName))
        .findFirst();
  }
}
