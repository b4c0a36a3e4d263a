package io.fedics.app.offline;

import io.fedics.shared.event.AttackLabel;
import java.util.List;
import java.util.Map;

/**
 * What an offline run decided.
 *
 * @param anomalies findings that are an anomaly
 * @param verdicts host-seconds by label
 * @param benign host-seconds judged benign
 * @param verdictsSha256 see {@link io.fedics.shared.event.VerdictHash}
 * @param incidents in order of their first alert
 * @param records flows that bring a table's own columns, judged by the model of that table
 */
public record OfflineResult(
    long flows,
    long anomalies,
    Map<AttackLabel, Long> verdicts,
    long benign,
    String verdictsSha256,
    List<OfflineTally.Incident> incidents,
    Records records) {

  /**
   * @param alarms judged to be an attack
   * @param failures that could not be judged
   * @param labels of those that were, {@code normal} among them
   */
  record Records(long alarms, long failures, Map<String, Long> labels) {
    Records {
      labels = Map.copyOf(labels);
    }

    long judged() {
      return labels.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  public OfflineResult {
    verdicts = Map.copyOf(verdicts);
    incidents = List.copyOf(incidents);
  }
}
