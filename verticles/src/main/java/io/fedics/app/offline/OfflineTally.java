package io.fedics.app.offline;

import io.fedics.shared.event.AlertRaised;
import io.fedics.shared.event.AlertUpdated;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.RecordScored;
import io.fedics.shared.event.VerdictHash;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Counts what an offline run decided. Not thread-safe. */
public final class OfflineTally {
  private final VerdictHash hash = new VerdictHash();
  private final Map<AttackLabel, Long> verdicts = new EnumMap<>(AttackLabel.class);
  private final Map<UUID, Incident> incidents = new HashMap<>();
  private final Map<String, Long> recordLabels = new TreeMap<>();
  private long recordAlarms;
  private long recordFailures;
  private long anomalies;
  private long benign;

  /**
   * @param raisedAt event time of the first alert: the second whose verdict opened it
   * @param latest the incident in its newest alert
   */
  public record Incident(Instant raisedAt, IncidentSnapshot latest) {}

  void add(Topic topic, Event event) {
    switch (event) {
      case AnomalyDetected finding -> anomalies += finding.anomaly() ? 1 : 0;
      case AttackClassified verdict -> {
        hash.add(verdict);
        verdicts.merge(verdict.label(), 1L, Long::sum);
      }
      case Progress progress
      when topic == Topic.ATTACK_CLASSIFIED -> {
        hash.addBenign(progress.site(), progress.completeThrough(), progress.benign());
        benign += progress.benign();
      }
      case AlertRaised raised ->
        incidents.put(raised.incident().id(), new Incident(raised.observedAt(), raised.incident()));
      case AlertUpdated updated ->
        incidents.computeIfPresent(
            updated.incident().id(), (_, i) -> new Incident(i.raisedAt, updated.incident()));
      case RecordScored record -> add(record);
      default -> {} // not counted
    }
  }

  private void add(RecordScored record) {
    RecordScored.RecordVerdict verdict = record.verdict();
    if (verdict == null) {
      recordFailures++;
      return;
    }
    recordLabels.merge(verdict.label(), 1L, Long::sum);
    recordAlarms += verdict.alarm() ? 1 : 0;
  }

  OfflineResult result(long flows) {
    List<Incident> byTime = incidents.values().stream()
        .sorted(Comparator.comparing(Incident::raisedAt)
            .thenComparing(incident -> incident.latest.id()))
        .toList();
    var records = new OfflineResult.Records(recordAlarms, recordFailures, recordLabels);
    return new OfflineResult(
        flows, anomalies, new EnumMap<>(verdicts), benign, hash.hex(), byTime, records);
  }
}
