package io.fedics.persist;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.codec.StorableJson;
import io.fedics.shared.config.Words;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.Progress;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Findings, verdicts and the counts of benign verdicts. */
final class VerdictStore {
  private static final String ANOMALIES = """
      INSERT INTO anomalies (observed_at, event_id, site, second, host, detector, rule, label, role, score, is_anomaly,
        port, protocol, peers, flow_id, record)
      SELECT observed_at, event_id, site, second, host, detector, rule, label, role, score, is_anomaly, port, protocol,
        coalesce(string_to_array(peers, chr(31)), '{}'), flow_id, record::jsonb
      FROM UNNEST($1::timestamptz[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[],
        $8::text[], $9::text[], $10::float8[], $11::boolean[], $12::int[], $13::text[], $14::text[], $15::uuid[],
        $16::text[]) AS a (observed_at, event_id, site, second, host, detector, rule, label, role, score, is_anomaly,
        port, protocol, peers, flow_id, record)
      ON CONFLICT DO NOTHING""";

  private static final String CLASSIFICATIONS = """
      INSERT INTO classifications (observed_at, event_id, site, second, host, label, score, is_anomaly, attacker,
        detectors, rules, port, protocol, record)
      SELECT observed_at, event_id, site, second, host, label, score, is_anomaly, attacker,
        coalesce(string_to_array(detectors, chr(31)), '{}'), coalesce(string_to_array(rules, chr(31)), '{}'), port,
        protocol, record::jsonb
      FROM UNNEST($1::timestamptz[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::float8[],
        $8::boolean[], $9::text[], $10::text[], $11::text[], $12::int[], $13::text[], $14::text[])
        AS c (observed_at, event_id, site, second, host, label, score, is_anomaly, attacker, detectors, rules, port,
        protocol, record)
      ON CONFLICT DO NOTHING""";

  private static final String BENIGN = """
      INSERT INTO benign_counts (site, second, part, hosts)
      SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::int[], $4::bigint[]) ON CONFLICT DO NOTHING""";

  private static final EventCodec CODEC = new EventCodec();

  private VerdictStore() {}

  static Future<Void> insertFindings(SqlConnection db, List<AnomalyDetected> findings) {
    return RowStore.insert(db, ANOMALIES, anomalies(findings));
  }

  static Future<Void> insertVerdicts(SqlConnection db, List<AttackClassified> verdicts) {
    return RowStore.insert(db, CLASSIFICATIONS, classifications(verdicts));
  }

  static Future<Void> insertBenign(SqlConnection db, List<Progress> passed) {
    return RowStore.insert(db, BENIGN, benign(passed));
  }

  private static Columns<AnomalyDetected> anomalies(List<AnomalyDetected> findings) {
    return new Columns<>(findings)
        .times(AnomalyDetected::observedAt)
        .ids(AnomalyDetected::eventId)
        .texts(AnomalyDetected::site)
        .longs(AnomalyDetected::second)
        .texts(AnomalyDetected::host)
        .texts(AnomalyDetected::detector)
        .texts(AnomalyDetected::rule)
        .texts(finding -> finding.label().wireName())
        .texts(finding -> nameOf(finding.role()))
        .doubles(AnomalyDetected::score)
        .flags(AnomalyDetected::anomaly)
        .ints(AnomalyDetected::port)
        .texts(AnomalyDetected::protocol)
        .lists(AnomalyDetected::peers)
        .ids(AnomalyDetected::flowId)
        .texts(VerdictStore::json);
  }

  private static Columns<AttackClassified> classifications(List<AttackClassified> verdicts) {
    return new Columns<>(verdicts)
        .times(AttackClassified::observedAt)
        .ids(AttackClassified::eventId)
        .texts(AttackClassified::site)
        .longs(AttackClassified::second)
        .texts(AttackClassified::host)
        .texts(verdict -> verdict.label().wireName())
        .doubles(AttackClassified::score)
        .flags(AttackClassified::anomaly)
        .texts(AttackClassified::attacker)
        .lists(AttackClassified::detectors)
        .lists(AttackClassified::rules)
        .ints(AttackClassified::port)
        .texts(AttackClassified::protocol)
        .texts(VerdictStore::json);
  }

  private static Columns<Progress> benign(List<Progress> passed) {
    return new Columns<>(passed)
        .texts(Progress::site)
        .longs(Progress::completeThrough)
        .ints(Progress::inputPartition)
        .longs(Progress::benign);
  }

  /** The event's wire JSON. */
  static String json(Event event) {
    return StorableJson.of(new String(CODEC.encode(event), UTF_8));
  }

  static @Nullable String nameOf(@Nullable Enum<?> value) {
    return value == null ? null : Words.of(value);
  }
}
