package io.fedics.present.history;

import io.fedics.present.history.SiteReadStore.Span;
import io.fedics.present.http.Parameter;
import io.fedics.present.http.Parameter.Kind;
import io.fedics.present.http.Query;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Time series, down-sampled by the database: never more points than asked for. */
public final class SeriesStore {
  static final List<String> METRICS =
      List.of("flows", "anomalous-windows", "normal-windows", "rarity", "lag");

  public static final List<Parameter> SERIES = List.of(
      Parameter.choice("metric", "what is drawn, flows by default", METRICS),
      Parameter.of("site", Kind.SITE, "one site"),
      Parameter.of("host", Kind.HOST, "one host; for rarity and windows that are stored"),
      Parameter.of("window", Kind.WINDOW, "how far back, 1h by default"),
      Parameter.of("from", Kind.TIME, "event time, inclusive"),
      Parameter.of("to", Kind.TIME, "event time, exclusive"),
      Parameter.of("step", Kind.TEXT, "seconds of one point, or auto"),
      Parameter.whole("points", "most points, 600 by default", 1, 1_200));

  public static final List<Parameter> CLASSES = List.of(
      Parameter.of("site", Kind.SITE, "one site"),
      Parameter.of("window", Kind.WINDOW, "how far back, 1h by default"),
      Parameter.of("from", Kind.TIME, "event time, inclusive"),
      Parameter.of("to", Kind.TIME, "event time, exclusive"),
      Parameter.whole("step", "seconds of one point, 300 by default", 1, 604_800));

  private static final Duration USUAL_WINDOW = Duration.ofHours(1);
  private static final long[] STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400, 604_800
  };
  private static final long MOST_STEP = 31_536_000;
  private static final long MINUTE = 60;

  private final HistoryStore history;
  private final SiteReadStore sites;
  private final LagHistory lag;

  public SeriesStore(HistoryStore history, SiteReadStore sites, LagHistory lag) {
    this.history = history;
    this.sites = sites;
    this.lag = lag;
  }

  public Future<JsonObject> series(Query query) {
    String metric = query.text("metric").orElse("flows");
    return sites.span(query, USUAL_WINDOW).compose(span -> {
      long least = metric.equals("flows") ? MINUTE : 1;
      long step = stepOf(query, span, least);
      return rows(metric, query, span, step)
          .map(rows ->
              new JsonObject().put("metric", metric).put("step_seconds", step).put("rows", rows));
    });
  }

  /** The shortest step that keeps to the number of points. */
  public static long stepOf(Query query, Span span, long least) {
    int points = query.whole("points", 600);
    String wanted = query.text("step").orElse("auto");
    long shortest = (long) Math.ceil(span.seconds() / points);
    if (!wanted.equals("auto")) {
      long given =
          Parameter.whole("step", "", 1, MOST_STEP).parse(wanted) instanceof Long step ? step : 1;
      return Math.max(given, Math.max(shortest, least));
    }
    for (long step : STEPS) {
      if (step >= shortest && step >= least) {
        return step;
      }
    }
    return shortest;
  }

  private Future<JsonArray> rows(String metric, Query query, Span span, long step) {
    return switch (metric) {
      case "anomalous-windows" -> windows(query, span, step, "is_anomaly");
      case "normal-windows" -> normal(query, span, step);
      case "rarity" -> rarity(query, span, step);
      case "lag" -> Future.succeededFuture(lag.rows(span.from(), span.to(), step));
      default -> flows(query, span, step);
    };
  }

  private Future<JsonArray> flows(Query query, Span span, long step) {
    Where where = StatsStore.minutes(query, span);
    String sql = "SELECT floor(extract(epoch FROM minute) / " + step + ")::bigint * " + step
        + ", sum(flows)::float8 FROM flow_minutes" + where.text() + " GROUP BY 1 ORDER BY 1";
    return history.rows(sql, where.values()).map(SeriesStore::counts);
  }

  private Future<JsonArray> windows(Query query, Span span, long step, String condition) {
    Where where = StatsStore.events(query, span).and(condition);
    query.text("host").ifPresent(host -> where.host(host, List.of("host")));
    String sql = "SELECT second / " + step + " * " + step
        + ", count(*)::float8 FROM classifications" + where.text() + " GROUP BY 1 ORDER BY 1";
    return history.rows(sql, where.values()).map(SeriesStore::counts);
  }

  /** Benign verdicts are counted, not stored, so they know no host. */
  private Future<JsonArray> normal(Query query, Span span, long step) {
    if (query.has("host")) {
      return windows(query, span, step, "NOT is_anomaly");
    }
    Where where = StatsStore.seconds(query, span);
    String sql = "SELECT second / " + step + " * " + step
        + ", sum(hosts)::float8 FROM benign_counts" + where.text() + " GROUP BY 1 ORDER BY 1";
    return history.rows(sql, where.values()).map(SeriesStore::counts);
  }

  /** "1 in N", N = 1 / (1 − score), never rarer than the calibration saw. */
  private Future<JsonArray> rarity(Query query, Span span, long step) {
    Where where = StatsStore.events(query, span);
    query.text("host").ifPresent(host -> where.host(host, List.of("host")));
    String rarity = "least(1 / greatest(1 - score, 1e-12),"
        + " greatest(coalesce((record->'model'->>'calibration_rows')::float8, 1e12), 1))";
    String sql =
        "SELECT second / " + step + " * " + step + ", min(n), max(n), avg(n) FROM (SELECT second, "
            + rarity + " AS n FROM anomalies" + where.text() + ") AS rare GROUP BY 1 ORDER BY 1";
    return history.rows(sql, where.values()).map(rows -> {
      var points = new JsonArray();
      rows.forEach(row -> points.add(new JsonArray()
          .add(row.getLong(0))
          .add(row.getDouble(1))
          .add(row.getDouble(2))
          .add(row.getDouble(3))));
      return points;
    });
  }

  private static JsonArray counts(RowSet<Row> rows) {
    var points = new JsonArray();
    rows.forEach(row -> {
      double count = row.getDouble(1);
      points.add(new JsonArray().add(row.getLong(0)).add(count).add(count).add(count));
    });
    return points;
  }

  /** Mean probabilities of the anomalous windows of each step. */
  public Future<JsonObject> classes(Query query) {
    int step = query.whole("step", 300);
    return sites
        .span(query, USUAL_WINDOW)
        .compose(span -> {
          Where where = StatsStore.events(query, span).and("is_anomaly");
          String sql = "SELECT t, key, sum(value::float8) / max(windows) FROM (SELECT second / "
              + step + " * " + step
              + " AS t, record->'probabilities' AS p, count(*) OVER (PARTITION BY second / " + step
              + ") AS windows FROM classifications" + where.text()
              + ") AS w, jsonb_each_text(p) GROUP BY 1, 2 ORDER BY 1, 2";
          return history.rows(sql, where.values());
        })
        .map(rows -> {
          Map<Long, JsonObject> shares = new LinkedHashMap<>();
          rows.forEach(row -> shares
              .computeIfAbsent(row.getLong(0), _ -> new JsonObject())
              .put(row.getString(1), row.getDouble(2)));
          var points = new JsonArray();
          shares.forEach(
              (t, share) -> points.add(new JsonObject().put("t", t).put("share", share)));
          return new JsonObject().put("step_seconds", step).put("rows", points);
        });
  }
}
