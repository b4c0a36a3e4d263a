package io.fedics.app.config;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How many instances of each stage run in this process; more than there are partitions are idle.
 *
 * @param counts 1 to 64 for each stage that can be divided
 */
public record InstancesConfig(Map<StageName, Integer> counts) {
  private static final int MOST = 64;
  private static final Set<StageName> DIVISIBLE = Set.of(
      StageName.AGGREGATE,
      StageName.DETECT,
      StageName.CLASSIFY,
      StageName.PREDICT,
      StageName.INCIDENT,
      StageName.PERSIST);

  public InstancesConfig {
    counts = Map.copyOf(counts);
    counts.forEach((stage, count) -> {
      if (count < 1 || count > MOST) {
        throw new UsageException(
            stage.label() + ".instances: " + count + " (expected: 1 to " + MOST + ")");
      }
    });
  }

  static InstancesConfig from(Settings settings) {
    var counts = new EnumMap<StageName, Integer>(StageName.class);
    for (StageName stage : StageName.values()) {
      if (DIVISIBLE.contains(stage)) {
        counts.put(stage, settings.count(stage.label() + ".instances", 1));
      }
    }
    return new InstancesConfig(counts);
  }

  public int of(StageName stage) {
    return counts.getOrDefault(stage, 1);
  }
}
