package io.fedics.present.history;

import io.fedics.present.http.Parameter;
import io.fedics.present.http.Parameter.Kind;
import io.fedics.present.http.Query;
import io.fedics.present.http.Times;
import io.fedics.shared.event.AttackClassified;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hosts at risk: those that act in an open incident, by its severity. */
public final class HostStore {
  public static final List<Parameter> FILTERS = List.of(
      Parameter.of("site", Kind.SITE, "one site"),
      Parameter.choice("sort", "order", List.of("-risk")),
      Parameter.whole("limit", "rows, 7 by default", 1, 200));

  private static final int SERIES_POINTS = 60;
  private static final int USUAL_ROWS = 7;

  private record Key(String site, String host) {}

  private final HistoryStore history;

  public HostStore(HistoryStore history) {
    this.history = history;
  }

  public Future<JsonObject> page(Query query) {
    var where = new Where()
        .and("status IN ('new', 'acknowledged', 'reopened')")
        .and("attacker <> ?", AttackClassified.MANY);
    query.text("site").ifPresent(site -> where.and("site = ?", site));
    String sql =
        "SELECT * FROM (SELECT DISTINCT ON (site, attacker) site, attacker, severity, level, label, record,"
            + " min(first_seen) OVER acts AS first_seen, max(last_seen) OVER acts AS last_seen FROM incidents"
            + where.text() + " WINDOW acts AS (PARTITION BY site, attacker)"
            + " ORDER BY site, attacker, severity DESC, incidents.last_seen DESC) AS hosts"
            + " ORDER BY severity DESC, last_seen DESC, attacker LIMIT "
            + query.whole("limit", USUAL_ROWS);
    return history
        .rows(sql, where.values())
        .compose(hosts -> hosts.size() == 0
            ? Future.succeededFuture(new JsonObject().put("items", new JsonArray()))
            : counts(hosts)
                .compose(counts -> series(hosts).map(series -> json(hosts, counts, series))));
  }

  private static List<Object> keysOf(RowSet<Row> hosts) {
    var sites = new ArrayList<String>();
    var names = new ArrayList<String>();
    var from = new ArrayList<java.time.OffsetDateTime>();
    var to = new ArrayList<java.time.OffsetDateTime>();
    hosts.forEach(row -> {
      sites.add(row.getString("site"));
      names.add(row.getString("attacker"));
      from.add(row.getOffsetDateTime("first_seen"));
      to.add(row.getOffsetDateTime("last_seen"));
    });
    return List.of(
        sites.toArray(String[]::new),
        names.toArray(String[]::new),
        from.toArray(java.time.OffsetDateTime[]::new),
        to.toArray(java.time.OffsetDateTime[]::new));
  }

  private Future<Map<Key, Long>> counts(RowSet<Row> hosts) {
    return history.rows("""
            SELECT h.site, h.host, n.count
            FROM UNNEST($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS h (site, host, starts, ends)
            CROSS JOIN LATERAL (SELECT count(*) FROM anomalies a WHERE a.host = h.host AND a.site = h.site
              AND a.is_anomaly AND a.observed_at >= h.starts - interval '1 s'
              AND a.observed_at < h.ends + interval '1 s') AS n""", keysOf(hosts)).map(rows -> {
      Map<Key, Long> counts = new HashMap<>();
      rows.forEach(row -> counts.put(new Key(row.getString(0), row.getString(1)), row.getLong(2)));
      return counts;
    });
  }

  /** Highest severity per minute, the newest hour of the host's own activity. */
  private Future<Map<Key, JsonArray>> series(RowSet<Row> hosts) {
    return history.rows("""
            SELECT h.site, h.host, p.t, p.severity
            FROM UNNEST($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS h (site, host, starts, ends)
            CROSS JOIN LATERAL (SELECT second / 60 * 60 AS t, max(severity) AS severity FROM predictions p
              WHERE p.attacker = h.host AND p.site = h.site
              AND p.observed_at >= greatest(h.starts - interval '1 s', h.ends - interval '1 hour')
              AND p.observed_at < h.ends + interval '1 s' GROUP BY 1) AS p
            ORDER BY 1, 2, 3""", keysOf(hosts)).map(rows -> {
      Map<Key, JsonArray> series = new HashMap<>();
      rows.forEach(row -> {
        JsonArray points = series.computeIfAbsent(
            new Key(row.getString(0), row.getString(1)), _ -> new JsonArray());
        if (points.size() < SERIES_POINTS) {
          points.add(new JsonArray().add(row.getLong(2)).add(row.getDouble(3)));
        }
      });
      return series;
    });
  }

  private static JsonObject json(
      RowSet<Row> hosts, Map<Key, Long> counts, Map<Key, JsonArray> series) {
    var items = new JsonArray();
    hosts.forEach(row -> {
      var key = new Key(row.getString("site"), row.getString("attacker"));
      items.add(new JsonObject()
          .put("host", key.host())
          .put("site", key.site())
          .put("zone", null)
          .put("risk", row.getDouble("severity"))
          .put("level", row.getString("level"))
          .put("label", row.getString("label"))
          .put("next_hops", row.getJsonObject("record").getJsonArray("next_hops", new JsonArray()))
          .put("first_seen", Times.json(row.getOffsetDateTime("first_seen")))
          .put("last_seen", Times.json(row.getOffsetDateTime("last_seen")))
          .put("anomalies", counts.getOrDefault(key, 0L))
          .put("severity_series", series.getOrDefault(key, new JsonArray())));
    });
    return new JsonObject().put("items", items);
  }
}
