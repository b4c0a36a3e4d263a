package io.fedics.app;

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
 */
record OfflineResult(
    long flows,
    long anomalies,
    Map<AttackLabel, Long> verdicts,
    long benign,
    String verdictsSha256,
    List<OfflineTally.Incident> incidents) {

  OfflineResult {
    verdicts = Map.copyOf(verdicts);
    incidents = List.copyOf(incidents);
  }
}
