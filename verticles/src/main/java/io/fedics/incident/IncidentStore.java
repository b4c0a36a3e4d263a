package io.fedics.incident;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.codec.StorableJson;
import io.fedics.shared.event.AlertEvent;
import io.fedics.shared.event.AlertRaised;
import io.fedics.shared.event.AlertUpdated;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.stage.RowWriter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the incident stage decides, as rows: the incident as it stands, its opening in the history, the alert in the
 * outbox. Status and assignee belong to people: an update leaves them alone.
 */
public final class IncidentStore implements RowWriter {
  private static final String UPSERT = """
      INSERT INTO incidents (id, site, label, level, severity, attacker, victims, first_seen, last_seen, verdicts,
        summary, record)
      SELECT id, site, label, level, severity, attacker, coalesce(string_to_array(victims, chr(31)), '{}'), first_seen,
        last_seen, verdicts, summary, (alert::jsonb)->'incident'
      FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::text[], $7::text[],
        $8::timestamptz[], $9::timestamptz[], $10::bigint[], $11::text[], $12::text[])
        AS i (id, site, label, level, severity, attacker, victims, first_seen, last_seen, verdicts, summary, alert)
      ON CONFLICT (id) DO UPDATE SET label = excluded.label, level = excluded.level, severity = excluded.severity,
        attacker = excluded.attacker, victims = excluded.victims, first_seen = excluded.first_seen,
        last_seen = excluded.last_seen, verdicts = excluded.verdicts, summary = excluded.summary,
        record = excluded.record, updated_at = now(), txid = pg_current_xact_id(),
        position = nextval('event_positions')
      RETURNING id, (xmax = 0) AS opened""";

  private static final String HISTORY = """
      INSERT INTO incident_history (incident_id, by, action, status)
      SELECT id, 'fedics', 'opened', 'new' FROM UNNEST($1::uuid[]) AS h (id)""";

  private static final String OUTBOX = """
      INSERT INTO incident_outbox (key, bytes)
      SELECT key, bytes FROM UNNEST($1::text[], $2::bytea[]) WITH ORDINALITY AS o (key, bytes, n) ORDER BY n""";

  private final EventCodec codec = new EventCodec();

  /** An alert and the incident it is about. */
  private record Alert(AlertEvent event, IncidentSnapshot incident) {}

  @Override
  public boolean stores(Event event) {
    return event instanceof AlertRaised || event instanceof AlertUpdated;
  }

  @Override
  public Future<Void> write(SqlConnection db, List<Event> events) {
    var alerts = new ArrayList<Alert>();
    var latest =
        new TreeMap<UUID, Alert>(); // in order of id: two writers never wait for each other
    for (Event event : events) {
      switch (event) {
        case AlertRaised raised -> alerts.add(new Alert(raised, raised.incident()));
        case AlertUpdated updated -> alerts.add(new Alert(updated, updated.incident()));
        default -> {} // the runtime hands over what is stored only
      }
    }
    alerts.forEach(alert -> latest.put(alert.incident().id(), alert));
    if (alerts.isEmpty()) {
      return Future.succeededFuture();
    }
    return db.preparedQuery(UPSERT)
        .execute(incidentsOf(List.copyOf(latest.values())))
        .compose(rows -> insertHistory(db, openedOf(rows)))
        .compose(_ -> db.preparedQuery(OUTBOX).execute(outboxOf(alerts)).mapEmpty());
  }

  private Tuple incidentsOf(List<Alert> alerts) {
    return Tuple.from(List.of(
        alerts.stream().map(alert -> alert.incident().id()).toArray(UUID[]::new),
        texts(alerts, IncidentSnapshot::site),
        texts(alerts, incident -> incident.label().wireName()),
        texts(alerts, incident -> incident.level().name().toLowerCase(java.util.Locale.ROOT)),
        alerts.stream().map(alert -> alert.incident().severity()).toArray(Double[]::new),
        texts(alerts, IncidentSnapshot::attacker),
        texts(alerts, incident -> String.join("\u001f", incident.victims())),
        times(alerts, IncidentSnapshot::firstSeen),
        times(alerts, IncidentSnapshot::lastSeen),
        alerts.stream().map(alert -> alert.incident().verdicts()).toArray(Long[]::new),
        texts(alerts, IncidentSnapshot::summary),
        alerts.stream()
            .map(alert -> StorableJson.of(new String(codec.encode(alert.event()), UTF_8)))
            .toArray(String[]::new)));
  }

  private static String[] texts(List<Alert> alerts, Function<IncidentSnapshot, String> value) {
    return alerts.stream()
        .map(alert -> value.apply(alert.incident()).replace('\0', '\ufffd'))
        .toArray(String[]::new);
  }

  private static OffsetDateTime[] times(
      List<Alert> alerts, Function<IncidentSnapshot, Instant> value) {
    return alerts.stream()
        .map(alert -> value.apply(alert.incident()).atOffset(ZoneOffset.UTC))
        .toArray(OffsetDateTime[]::new);
  }

  private static Set<UUID> openedOf(RowSet<Row> rows) {
    return rows.stream()
        .filter(row -> row.getBoolean(1))
        .map(row -> row.getUUID(0))
        .collect(Collectors.toSet());
  }

  /** At the time of opening, as all that is done: when its traffic was seen, the incident tells itself. */
  private static Future<Void> insertHistory(SqlConnection db, Set<UUID> opened) {
    return opened.isEmpty()
        ? Future.succeededFuture()
        : db.preparedQuery(HISTORY)
            .execute(Tuple.of((Object) opened.toArray(UUID[]::new)))
            .mapEmpty();
  }

  private Tuple outboxOf(List<Alert> alerts) {
    return Tuple.from(List.of(
        alerts.stream().map(alert -> alert.incident().id().toString()).toArray(String[]::new),
        alerts.stream()
            .map(alert -> Buffer.buffer(codec.encode(alert.event())))
            .toArray(Buffer[]::new)));
  }
}
