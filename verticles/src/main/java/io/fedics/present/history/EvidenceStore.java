package io.fedics.present.history;

import io.fedics.present.http.Cursor;
import io.fedics.present.http.Parameter;
import io.fedics.present.http.Parameter.Kind;
import io.fedics.present.http.Query;
import io.fedics.present.http.Times;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The findings behind an incident, newest first, each with the flow that tipped it. */
public final class EvidenceStore {
  public static final List<Parameter> FILTERS = List.of(
      Parameter.of("detector", Kind.TEXTS, "detectors"),
      Parameter.whole("limit", "rows of one answer, 50 by default", 1, 1_000),
      Parameter.of("cursor", Kind.CURSOR, "next_cursor of an earlier answer"));

  private static final int USUAL_ROWS = 50;

  private final HistoryStore history;
  private final EventStore events;

  public EvidenceStore(HistoryStore history, EventStore events) {
    this.history = history;
    this.events = events;
  }

  /**
   * @param incident as the API shows it
   */
  public Future<JsonObject> page(JsonObject incident, Query query) {
    int limit = query.whole("limit", USUAL_ROWS);
    Where where = where(incident);
    if (query.has("detector")) {
      where.and(
          "detector = ANY(?::text[])", (Object) query.texts("detector").toArray(String[]::new));
    }
    query
        .get("cursor", Cursor.class)
        .ifPresent(cursor ->
            where.and("(observed_at, event_id) < (?, ?)", Times.utc(cursor.time()), cursor.id()));
    String sql = "SELECT event_id, observed_at, flow_id, record FROM anomalies" + where.text()
        + " ORDER BY observed_at DESC, event_id DESC LIMIT " + (limit + 1);
    return history.rows(sql, where.values()).compose(rows -> {
      List<Row> shown = rows.stream().limit(limit).toList();
      Optional<String> next = rows.size() > limit
          ? Optional.of(Cursor.of(timeOf(shown.getLast()), shown.getLast().getUUID("event_id"))
              .toString())
          : Optional.empty();
      return flowsOf(shown)
          .map(flows -> new JsonObject()
              .put("items", itemsOf(shown, flows))
              .put("next_cursor", next.orElse(null)));
    });
  }

  /** By who, when and which rules: a finding does not know its incident. */
  private static Where where(JsonObject incident) {
    return RowsOfIncident.findings(incident).and("is_anomaly").and("rule = ANY(?::text[])", (Object)
        RowsOfIncident.texts(incident, "rules"));
  }

  private static Instant timeOf(Row row) {
    return row.getOffsetDateTime("observed_at").toInstant();
  }

  /** The flow of a finding lies within its second, so the index on time finds it. */
  private Future<Map<UUID, JsonObject>> flowsOf(List<Row> findings) {
    var ids = new ArrayList<UUID>();
    var times = new ArrayList<java.time.OffsetDateTime>();
    for (Row finding : findings) {
      if (finding.getUUID("flow_id") != null) {
        ids.add(finding.getUUID("flow_id"));
        times.add(finding.getOffsetDateTime("observed_at"));
      }
    }
    if (ids.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    String sql = "SELECT " + EventStore.FLOW_COLUMNS
        + " FROM UNNEST($1::uuid[], $2::timestamptz[]) AS wanted (flow_id, at) CROSS JOIN LATERAL ("
        + "SELECT * FROM flows WHERE event_id = flow_id AND observed_at >= at - interval '2 s'"
        + " AND observed_at < at + interval '2 s' LIMIT 1) AS found";
    return history
        .rows(
            sql, List.of(ids.toArray(UUID[]::new), times.toArray(java.time.OffsetDateTime[]::new)))
        .map(rows -> {
          Map<UUID, JsonObject> flows = new HashMap<>();
          rows.forEach(row -> flows.put(row.getUUID("event_id"), events.flow(row)));
          return flows;
        });
  }

  private static JsonArray itemsOf(List<Row> findings, Map<UUID, JsonObject> flows) {
    var items = new JsonArray();
    findings.forEach(finding -> items.add(finding
        .getJsonObject("record")
        .copy()
        .put(
            "flow",
            finding.getUUID("flow_id") == null ? null : flows.get(finding.getUUID("flow_id")))));
    return items;
  }
}
