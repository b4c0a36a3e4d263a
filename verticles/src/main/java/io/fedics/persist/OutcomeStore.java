package io.fedics.persist;

import static io.fedics.persist.VerdictStore.nameOf;

import io.fedics.shared.event.AlertEvent;
import io.fedics.shared.event.AlertRaised;
import io.fedics.shared.event.AlertUpdated;
import io.fedics.shared.event.AttackPredicted;
import io.fedics.shared.event.BudgetSpent;
import io.fedics.shared.event.ClientJoined;
import io.fedics.shared.event.ClientLost;
import io.fedics.shared.event.ClientRefused;
import io.fedics.shared.event.ClientReported;
import io.fedics.shared.event.DeadLetter;
import io.fedics.shared.event.FlEvent;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.event.IncidentStatusChanged;
import io.fedics.shared.event.InfluenceReported;
import io.fedics.shared.event.ModelCompared;
import io.fedics.shared.event.RoundCompleted;
import io.fedics.shared.event.SiteEdges;
import io.fedics.shared.event.TrainingStopped;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Predictions, edges, alerts, events of trainings and dead letters. */
final class OutcomeStore {
  private static final String PREDICTIONS = """
      INSERT INTO predictions (observed_at, event_id, site, second, host, label, severity, level, escalated, attacker,
        record)
      SELECT observed_at, event_id, site, second, host, label, severity, level, escalated, attacker, record::jsonb
      FROM UNNEST($1::timestamptz[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::float8[],
        $8::text[], $9::boolean[], $10::text[], $11::text[]) AS p (observed_at, event_id, site, second, host, label,
        severity, level, escalated, attacker, record)
      ON CONFLICT DO NOTHING""";

  private static final String EDGES = """
      INSERT INTO edges (site, minute, from_host, to_host, event_id, flows, bytes)
      SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::text[], $4::text[], $5::uuid[], $6::bigint[], $7::bigint[])
      ON CONFLICT DO NOTHING""";

  private static final String ALERTS = """
      INSERT INTO alerts (observed_at, event_id, site, kind, incident_id, label, level, severity, attacker, status,
        record)
      SELECT observed_at, event_id, site, kind, incident_id, label, level, severity, attacker, status, record::jsonb
      FROM UNNEST($1::timestamptz[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[],
        $8::float8[], $9::text[], $10::text[], $11::text[]) AS a (observed_at, event_id, site, kind, incident_id,
        label, level, severity, attacker, status, record)
      ON CONFLICT DO NOTHING""";

  private static final String FL_EVENTS = """
      INSERT INTO fl_events (observed_at, event_id, site, kind, run, round, client, record)
      SELECT observed_at, event_id, site, kind, run, round, client, record::jsonb
      FROM UNNEST($1::timestamptz[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[])
        AS f (observed_at, event_id, site, kind, run, round, client, record)
      ON CONFLICT DO NOTHING""";

  private static final String DEAD_LETTERS = """
      INSERT INTO dead_letters (observed_at, event_id, site, reason, topic, part, record_offset, length, record)
      SELECT observed_at, event_id, site, reason, topic, part, record_offset, length, record::jsonb
      FROM UNNEST($1::timestamptz[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::bigint[],
        $8::bigint[], $9::text[]) AS d (observed_at, event_id, site, reason, topic, part, record_offset, length, record)
      ON CONFLICT DO NOTHING""";

  private OutcomeStore() {}

  static Future<Void> insertPredictions(SqlConnection db, List<AttackPredicted> predictions) {
    return RowStore.insert(db, PREDICTIONS, predictions(predictions));
  }

  static Future<Void> insertEdges(SqlConnection db, List<SiteEdges> minutes) {
    return RowStore.insert(db, EDGES, edges(minutes));
  }

  static Future<Void> insertAlerts(SqlConnection db, List<AlertEvent> alerts) {
    return RowStore.insert(db, ALERTS, alerts(alerts));
  }

  static Future<Void> insertFlEvents(SqlConnection db, List<FlEvent> events) {
    return RowStore.insert(db, FL_EVENTS, flEvents(events));
  }

  static Future<Void> insertDeadLetters(SqlConnection db, List<DeadLetter> letters) {
    return RowStore.insert(db, DEAD_LETTERS, deadLetters(letters));
  }

  private static Columns<AttackPredicted> predictions(List<AttackPredicted> predictions) {
    return new Columns<>(predictions)
        .times(AttackPredicted::observedAt)
        .ids(AttackPredicted::eventId)
        .texts(AttackPredicted::site)
        .longs(AttackPredicted::second)
        .texts(prediction -> prediction.verdict().host())
        .texts(prediction -> prediction.verdict().label().wireName())
        .doubles(AttackPredicted::severity)
        .texts(prediction -> nameOf(prediction.level()))
        .flags(AttackPredicted::escalated)
        .texts(prediction -> prediction.verdict().attacker())
        .texts(VerdictStore::json);
  }

  private record EdgeRow(SiteEdges of, SiteEdges.Edge edge) {}

  private static Columns<EdgeRow> edges(List<SiteEdges> minutes) {
    var rows = new ArrayList<EdgeRow>();
    minutes.forEach(minute -> minute.edges().forEach(edge -> rows.add(new EdgeRow(minute, edge))));
    return new Columns<EdgeRow>(rows)
        .texts(row -> row.of().site())
        .longs(row -> row.of().minute())
        .texts(row -> row.edge().from())
        .texts(row -> row.edge().to())
        .ids(row -> row.of().eventId())
        .longs(row -> row.edge().flows())
        .longs(row -> row.edge().bytes());
  }

  private static Columns<AlertEvent> alerts(List<AlertEvent> alerts) {
    return new Columns<>(alerts)
        .times(AlertEvent::observedAt)
        .ids(AlertEvent::eventId)
        .texts(AlertEvent::site)
        .texts(OutcomeStore::kindOf)
        .ids(OutcomeStore::incidentOf)
        .texts(alert -> snapshotOf(alert).map(of -> of.label().wireName()).orElse(null))
        .texts(alert -> snapshotOf(alert).map(of -> nameOf(of.level())).orElse(null))
        .doubles(alert -> snapshotOf(alert).map(IncidentSnapshot::severity).orElse(null))
        .texts(alert -> snapshotOf(alert).map(IncidentSnapshot::attacker).orElse(null))
        .texts(alert ->
            alert instanceof IncidentStatusChanged changed ? nameOf(changed.status()) : null)
        .texts(VerdictStore::json);
  }

  private static String kindOf(AlertEvent alert) {
    return switch (alert) {
      case AlertRaised _ -> "alert-raised";
      case AlertUpdated _ -> "alert-updated";
      case IncidentStatusChanged _ -> "incident-status";
    };
  }

  private static UUID incidentOf(AlertEvent alert) {
    return switch (alert) {
      case AlertRaised raised -> raised.incident().id();
      case AlertUpdated updated -> updated.incident().id();
      case IncidentStatusChanged changed -> changed.incidentId();
    };
  }

  private static Optional<IncidentSnapshot> snapshotOf(AlertEvent alert) {
    return switch (alert) {
      case AlertRaised raised -> Optional.of(raised.incident());
      case AlertUpdated updated -> Optional.of(updated.incident());
      case IncidentStatusChanged _ -> Optional.empty();
    };
  }

  private static Columns<FlEvent> flEvents(List<FlEvent> events) {
    return new Columns<>(events)
        .times(FlEvent::observedAt)
        .ids(FlEvent::eventId)
        .texts(FlEvent::site)
        .texts(OutcomeStore::kindOf)
        .texts(FlEvent::run)
        .ints(OutcomeStore::roundOf)
        .texts(OutcomeStore::clientOf)
        .texts(VerdictStore::json);
  }

  private static String kindOf(FlEvent event) {
    return switch (event) {
      case RoundCompleted _ -> "round-completed";
      case ClientJoined _ -> "client-joined";
      case ClientReported _ -> "client-reported";
      case ClientLost _ -> "client-lost";
      case ClientRefused _ -> "client-refused";
      case BudgetSpent _ -> "budget-spent";
      case InfluenceReported _ -> "influence-reported";
      case TrainingStopped _ -> "training-stopped";
      case ModelCompared _ -> "model-compared";
    };
  }

  private static @Nullable Integer roundOf(FlEvent event) {
    return switch (event) {
      case RoundCompleted completed -> completed.round();
      case ClientReported reported -> reported.round();
      case BudgetSpent spent -> spent.round();
      case InfluenceReported reported -> reported.round();
      case TrainingStopped stopped -> stopped.round();
      case ClientJoined _, ClientLost _, ClientRefused _, ModelCompared _ -> null;
    };
  }

  private static @Nullable String clientOf(FlEvent event) {
    return switch (event) {
      case ClientJoined joined -> joined.client();
      case ClientReported reported -> reported.client();
      case ClientLost lost -> lost.client();
      case ClientRefused refused -> refused.client();
      case InfluenceReported reported -> reported.client();
      case RoundCompleted _, BudgetSpent _, TrainingStopped _, ModelCompared _ -> null;
    };
  }

  private static Columns<DeadLetter> deadLetters(List<DeadLetter> letters) {
    return new Columns<>(letters)
        .times(DeadLetter::observedAt)
        .ids(DeadLetter::eventId)
        .texts(DeadLetter::site)
        .texts(DeadLetter::reason)
        .texts(DeadLetter::topic)
        .ints(DeadLetter::partition)
        .longs(DeadLetter::offset)
        .longs(DeadLetter::length)
        .texts(VerdictStore::json);
  }
}
