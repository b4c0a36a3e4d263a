package io.fedics.app.config;

import io.fedics.aggregate.AggregateConfig;
import io.fedics.classify.ClassifyConfig;
import io.fedics.detect.LearnedConfig;
import io.fedics.detect.PhysicsConfig;
import io.fedics.federate.FederateConfig;
import io.fedics.incident.IncidentConfig;
import io.fedics.ingest.IngestConfig;
import io.fedics.persist.PersistConfig;
import io.fedics.predict.PredictConfig;
import io.fedics.present.PresentConfig;
import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.stage.StageConfig;
import io.fedics.shared.topic.Topic;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The configuration of everything: all records are read even when not all stages run here, so a typo is always seen. */
public record Configs(
    BrokerConfig broker,
    DatabaseConfig database,
    LogConfig log,
    InstancesConfig instances,
    ClusterConfig cluster,
    StageConfig stage,
    IngestConfig ingest,
    AggregateConfig aggregate,
    PhysicsConfig physics,
    LearnedConfig learned,
    ClassifyConfig classify,
    PredictConfig predict,
    IncidentConfig incident,
    FederateConfig federate,
    PersistConfig persist,
    PresentConfig present) {

  /**
   * @throws UsageException for a value out of range or an unknown key
   */
  public static Configs from(Settings settings) {
    try {
      Configs configs = readAll(settings);
      settings.rejectUnread();
      return configs;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Configs readAll(Settings settings) {
    return new Configs(
        BrokerConfig.from(settings),
        DatabaseConfig.from(settings),
        LogConfig.from(settings),
        InstancesConfig.from(settings),
        ClusterConfig.from(settings),
        StageConfig.from(settings),
        IngestConfig.from(settings),
        AggregateConfig.from(settings),
        PhysicsConfig.from(settings),
        LearnedConfig.from(settings),
        ClassifyConfig.from(settings),
        PredictConfig.from(settings),
        IncidentConfig.from(settings),
        FederateConfig.from(settings),
        PersistConfig.from(settings),
        PresentConfig.from(settings));
  }

  /** The topics these settings make use of. */
  public Set<Topic> topics() {
    Set<Topic> topics = EnumSet.copyOf(Topic.STANDING);
    topics.addAll(ingest.kafkaSources());
    if (learned.settings().routes()) {
      topics.addAll(Topic.ROUTED);
    }
    return topics;
  }

  /** Every setting with its default as text. */
  public static Map<String, String> defaults() {
    var settings = new Settings(Map.of());
    readAll(settings);
    return settings.asked();
  }

  public static Set<String> keys() {
    return defaults().keySet();
  }
}
