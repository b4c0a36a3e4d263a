package io.fedics.present.scoring;

import io.fedics.present.history.HistoryStore;
import io.fedics.present.history.SiteReadStore;
import io.fedics.present.history.Where;
import io.fedics.present.http.Query;
import io.fedics.present.http.Times;
import io.fedics.shared.event.Event;
import io.fedics.shared.stage.RowWriter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Verdicts about records with a table's own columns: written as others write them, read in several ways. */
public final class ScoredReadStore {
  private static final Duration USUAL = Duration.ofHours(24);
  private static final int USUAL_ROWS = 100;

  private final HistoryStore history;
  private final SiteReadStore sites;

  public ScoredReadStore(HistoryStore history, SiteReadStore sites) {
    this.history = history;
    this.sites = sites;
  }

  /** All or none; a repeat changes nothing. */
  Future<Void> write(RowWriter rows, List<Event> events) {
    return events.isEmpty()
        ? Future.succeededFuture()
        : history.inTransaction(db -> rows.write(db, events));
  }

  /** Newest first. */
  Future<JsonObject> newest(Query query, boolean alarmsOnly) {
    Where where = filters(query);
    if (alarmsOnly) {
      where.and("alarm");
    }
    int limit = query.whole("limit", USUAL_ROWS);
    return history
        .rows(
            "SELECT record FROM scored_records" + where.text()
                + " ORDER BY observed_at DESC, event_id DESC LIMIT " + limit,
            where.values())
        .map(rows -> new JsonObject().put("items", records(rows)));
  }

  private static JsonArray records(RowSet<Row> rows) {
    var items = new JsonArray();
    rows.forEach(row -> items.add(row.getJsonObject("record")));
    return items;
  }

  private static Where filters(Query query) {
    Where where = new Where();
    query.text("site").ifPresent(site -> where.and("site = ?", site));
    query.text("origin").ifPresent(origin -> where.and("origin = ?", origin));
    query.text("features").ifPresent(features -> where.and("features = ?", features));
    return where;
  }

  /** Counts of a span; a record without a verdict is counted as failed, never as normal. */
  Future<JsonObject> stats(Query query) {
    return sites.span(query, USUAL).compose(span -> {
      Where where = within(filters(query), span);
      return history
          .rows(
              "SELECT features, origin, coalesce(label, '') AS label, coalesce(model, '') AS model,"
                  + " count(*) AS records, count(*) FILTER (WHERE alarm) AS alarms,"
                  + " count(failure) AS failed FROM scored_records" + where.text()
                  + " GROUP BY 1, 2, 3, 4",
              where.values())
          .map(rows -> stats(span, rows));
    });
  }

  private static Where within(Where where, SiteReadStore.Span span) {
    return where.and(
        "observed_at >= ? AND observed_at < ?", Times.utc(span.from()), Times.utc(span.to()));
  }

  private static JsonObject stats(SiteReadStore.Span span, RowSet<Row> rows) {
    var json = new JsonObject()
        .put("from", Times.json(Times.utc(span.from())))
        .put("to", Times.json(Times.utc(span.to())))
        .put("records", 0L)
        .put("alarms", 0L)
        .put("normal", 0L)
        .put("failed", 0L);
    List<String> by = List.of("label", "features", "origin", "model");
    by.forEach(name -> json.put("by_" + name, new JsonObject()));
    for (Row row : rows) {
      long records = row.getLong("records");
      long alarms = row.getLong("alarms");
      long failed = row.getLong("failed");
      add(json, "records", records);
      add(json, "alarms", alarms);
      add(json, "failed", failed);
      add(json, "normal", records - alarms - failed);
      for (String name : by) {
        if (!row.getString(name).isEmpty()) {
          add(json.getJsonObject("by_" + name), row.getString(name), records);
        }
      }
    }
    return json;
  }

  private static void add(JsonObject json, String name, long more) {
    json.put(name, json.getLong(name, 0L) + more);
  }

  /** Alarms of a span by label: how many, how sure, when last, from where. */
  Future<List<JsonObject>> alarmsByLabel(Query query) {
    return sites.span(query, USUAL).compose(span -> {
      Where where = within(filters(query), span).and("alarm");
      return history
          .rows(
              "SELECT label, count(*) AS records, max(score) AS highest_score,"
                  + " max(observed_at) AS last_seen,"
                  + " (array_agg(DISTINCT src_ip) FILTER (WHERE src_ip IS NOT NULL))[1:16] AS sources"
                  + " FROM scored_records" + where.text()
                  + " GROUP BY label ORDER BY records DESC, label",
              where.values())
          .map(rows -> {
            List<JsonObject> labels = new ArrayList<>();
            rows.forEach(row -> labels.add(new JsonObject()
                .put("label", row.getString("label"))
                .put("records", row.getLong("records"))
                .put("highest_score", row.getDouble("highest_score"))
                .put("last_seen", Times.json(row.getOffsetDateTime("last_seen")))
                .put("sources", texts(row.getArrayOfStrings("sources")))));
            return labels;
          });
    });
  }

  private static JsonArray texts(String @Nullable [] values) {
    return values == null ? new JsonArray() : new JsonArray(List.of((Object[]) values));
  }

  /** Rows of one file in its order. */
  Future<JsonArray> ofBatch(UUID batch, long afterLine, int limit) {
    return history
        .rows(
            "SELECT record FROM scored_records WHERE batch = $1 AND line > $2 ORDER BY line LIMIT "
                + limit,
            List.of(batch, afterLine))
        .map(ScoredReadStore::records);
  }
}
