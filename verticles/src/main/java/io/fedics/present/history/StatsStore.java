package io.fedics.present.history;

import io.fedics.present.history.SiteReadStore.Span;
import io.fedics.present.http.Parameter;
import io.fedics.present.http.Parameter.Kind;
import io.fedics.present.http.Query;
import io.fedics.present.http.Times;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Totals and distributions of a span of event time. */
public final class StatsStore {
  public static final List<Parameter> STATS = List.of(
      Parameter.of(
          "window",
          Kind.WINDOW,
          "how far back, 1h by default; a replayed file is taken as a whole"),
      Parameter.of("site", Kind.SITE, "one site"),
      Parameter.of("from", Kind.TIME, "event time, inclusive"),
      Parameter.of("to", Kind.TIME, "event time, exclusive"));

  public static final List<Parameter> DISTRIBUTIONS = List.of(
      Parameter.choice(
          "column",
          "what is counted",
          List.of("label", "protocol", "service", "state", "detector")),
      Parameter.whole("top", "values by themselves, 6 by default; the rest is other", 1, 100),
      Parameter.of("site", Kind.SITE, "one site"),
      Parameter.of("window", Kind.WINDOW, "how far back, 1h by default"),
      Parameter.of("from", Kind.TIME, "event time, inclusive"),
      Parameter.of("to", Kind.TIME, "event time, exclusive"));

  private static final Duration USUAL_WINDOW = Duration.ofHours(1);
  private static final int TOP_HOSTS = 10;

  private final HistoryStore history;
  private final SiteReadStore sites;
  private final IncidentReadStore incidents;

  public StatsStore(HistoryStore history, SiteReadStore sites, IncidentReadStore incidents) {
    this.history = history;
    this.sites = sites;
    this.incidents = incidents;
  }

  public Future<JsonObject> stats(Query query) {
    return sites.span(query, USUAL_WINDOW).compose(span -> {
      var json = new JsonObject()
          .put("window", "PT" + Math.round(span.seconds()) + "S")
          .put("from", span.from().toString())
          .put("to", span.to().toString());
      return flows(query, span, json)
          .compose(_ -> verdicts(query, span, json))
          .compose(_ -> anomalies(query, span, json))
          .compose(_ -> open(query, json))
          .compose(_ -> deadLetters(span, json));
    });
  }

  private Future<JsonObject> flows(Query query, Span span, JsonObject json) {
    Where where = minutes(query, span);
    String sql = "SELECT protocol, sum(flows)::bigint FROM flow_minutes" + where.text()
        + " GROUP BY 1 ORDER BY 2 DESC";
    return history.rows(sql, where.values()).map(rows -> {
      JsonObject byProtocol = counts(rows);
      long flows =
          byProtocol.stream().mapToLong(entry -> (Long) entry.getValue()).sum();
      return json.put("flows", flows)
          .put("flows_per_second", flows / span.secondsOfMinutes())
          .put("by_protocol", byProtocol);
    });
  }

  private Future<JsonObject> verdicts(Query query, Span span, JsonObject json) {
    Where where = events(query, span);
    String sql = "SELECT label, count(*), count(*) FILTER (WHERE is_anomaly) FROM classifications"
        + where.text() + " GROUP BY 1 ORDER BY 2 DESC";
    return history.rows(sql, where.values()).compose(rows -> {
      long anomalous = 0;
      long benign = 0;
      for (Row row : rows) {
        anomalous += row.getLong(2);
        benign += row.getString(0).equals("benign") ? row.getLong(1) - row.getLong(2) : 0;
      }
      json.put("verdicts", counts(rows)).put("anomalous_windows", anomalous);
      long stored = benign;
      Where counted = seconds(query, span);
      return history
          .rows(
              "SELECT coalesce(sum(hosts), 0)::bigint FROM benign_counts" + counted.text(),
              counted.values())
          .map(sum -> json.put("benign_windows", sum.iterator().next().getLong(0) + stored));
    });
  }

  private Future<JsonObject> anomalies(Query query, Span span, JsonObject json) {
    Where where = events(query, span).and("is_anomaly");
    return history
        .rows(
            "SELECT detector, count(*) FROM anomalies" + where.text()
                + " GROUP BY 1 ORDER BY 2 DESC",
            where.values())
        .compose(rows -> {
          JsonObject byDetector = counts(rows);
          json.put("by_detector", byDetector)
              .put(
                  "anomalies",
                  byDetector.stream()
                      .mapToLong(entry -> (Long) entry.getValue())
                      .sum());
          return history.rows(
              "SELECT host, count(*) FROM anomalies" + where.text()
                  + " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT " + TOP_HOSTS,
              where.values());
        })
        .map(rows -> {
          var hosts = new JsonArray();
          rows.forEach(row -> hosts.add(
              new JsonObject().put("host", row.getString(0)).put("anomalies", row.getLong(1))));
          return json.put("top_hosts", hosts);
        });
  }

  private Future<JsonObject> open(Query query, JsonObject json) {
    return incidents.openCounts().map(bySite -> {
      var open = new JsonObject();
      Collection.LEVELS.reversed().forEach(level -> open.put(level, 0L));
      bySite.forEach((site, byLevel) -> {
        if (query.text("site").orElse(site).equals(site)) {
          byLevel.forEach((level, count) -> open.put(level, open.getLong(level, 0L) + count));
        }
      });
      return json.put("incidents_open", open);
    });
  }

  /** Of all sites: a record that cannot be read tells none. By the time of storing, over as long a span. */
  private Future<JsonObject> deadLetters(Span span, JsonObject json) {
    return history
        .rows(
            "SELECT count(*) FROM dead_letters WHERE ingested_at >= now() - make_interval(secs => $1)",
            List.of(span.seconds()))
        .map(rows -> json.put("dead_letters", rows.iterator().next().getLong(0)));
  }

  public Future<JsonObject> distribution(Query query) {
    String column = query.text("column").orElse("label");
    return sites
        .span(query, USUAL_WINDOW)
        .compose(span -> history.rows(distributionOf(column, query, span)))
        .map(rows -> {
          int top = query.whole("top", 6);
          var items = new JsonArray();
          long normal = 0;
          long anomalous = 0;
          for (Row row : rows) {
            if (items.size() < top) {
              items.add(new JsonObject()
                  .put("value", row.getString(0))
                  .put("normal", row.getLong(1))
                  .put("anomalous", row.getLong(2)));
            } else {
              normal += row.getLong(1);
              anomalous += row.getLong(2);
            }
          }
          var other = new JsonObject().put("normal", normal).put("anomalous", anomalous);
          return new JsonObject().put("column", column).put("items", items).put("other", other);
        });
  }

  /** Of flows: all of them against those a finding names. Of labels and detectors: windows and findings. */
  private static HistoryStore.Statement distributionOf(String column, Query query, Span span) {
    Where where = column.equals("label") || column.equals("detector")
        ? events(query, span)
        : minutes(query, span);
    String sql =
        switch (column) {
          case "label" ->
            "SELECT label, count(*) FILTER (WHERE NOT is_anomaly), count(*) FILTER (WHERE is_anomaly)"
                + " FROM classifications" + where.text() + " GROUP BY 1 ORDER BY count(*) DESC, 1";
          case "detector" ->
            "SELECT detector, count(*) FILTER (WHERE NOT is_anomaly), count(*) FILTER (WHERE is_anomaly)"
                + " FROM anomalies" + where.text() + " GROUP BY 1 ORDER BY count(*) DESC, 1";
          default -> flowDistribution(column, query, span, where);
        };
    return new HistoryStore.Statement(sql, where.values());
  }

  private static String flowDistribution(String column, Query query, Span span, Where where) {
    String all = "SELECT " + column + " AS value, sum(flows)::bigint AS flows FROM flow_minutes"
        + where.text() + " GROUP BY 1";
    String from = where.parameter(Times.utc(span.from()));
    String to = where.parameter(Times.utc(span.to()));
    String site =
        query.text("site").map(name -> " AND a.site = " + where.parameter(name)).orElse("");
    String named =
        "SELECT coalesce(f." + column + ", '') AS value, count(DISTINCT f.event_id) AS flows"
            + " FROM anomalies a JOIN flows f ON f.event_id = a.flow_id"
            + " AND f.observed_at BETWEEN a.observed_at - interval '2 s' AND a.observed_at + interval '2 s'"
            + " WHERE a.is_anomaly AND a.observed_at >= " + from + " AND a.observed_at < " + to
            + site + " GROUP BY 1";
    return "SELECT value, greatest(a.flows - coalesce(n.flows, 0), 0), coalesce(n.flows, 0) FROM ("
        + all + ") AS a LEFT JOIN (" + named + ") AS n USING (value) ORDER BY a.flows DESC, value";
  }

  private static JsonObject counts(RowSet<Row> rows) {
    var counts = new JsonObject();
    rows.forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  static Where events(Query query, Span span) {
    var where = new Where()
        .and("observed_at >= ?", Times.utc(span.from()))
        .and("observed_at < ?", Times.utc(span.to()));
    query.text("site").ifPresent(site -> where.and("site = ?", site));
    return where;
  }

  static Where minutes(Query query, Span span) {
    Instant from = span.from().truncatedTo(ChronoUnit.MINUTES);
    var where =
        new Where().and("minute >= ?", Times.utc(from)).and("minute < ?", Times.utc(span.to()));
    query.text("site").ifPresent(site -> where.and("site = ?", site));
    return where;
  }

  static Where seconds(Query query, Span span) {
    var where = new Where()
        .and("second >= ?", span.from().getEpochSecond())
        .and("second < ?", span.to().getEpochSecond());
    query.text("site").ifPresent(site -> where.and("site = ?", site));
    return where;
  }

  /** For frames: what a level-to-count map looks like with every level named. */
  public static JsonObject levels(Map<String, Long> counts) {
    var json = new JsonObject();
    Collection.LEVELS.reversed().forEach(level -> json.put(level, counts.getOrDefault(level, 0L)));
    return json;
  }
}
