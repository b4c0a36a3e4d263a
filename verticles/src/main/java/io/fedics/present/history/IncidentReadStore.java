package io.fedics.present.history;

import io.fedics.present.http.Cursor;
import io.fedics.present.http.Parameter;
import io.fedics.present.http.Parameter.Kind;
import io.fedics.present.http.Position;
import io.fedics.present.http.Query;
import io.fedics.present.http.Times;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Incidents as they stand: the pipeline's snapshot and what people made of it. */
public final class IncidentReadStore {
  public static final List<Parameter> FILTERS = List.of(
      Parameter.choices(
          "status",
          "open is new, acknowledged and reopened; all by default",
          List.of("open", "all", "new", "acknowledged", "reopened", "resolved", "false-positive")),
      Parameter.choices("level", "severity in words", Collection.LEVELS),
      Parameter.choices("label", "class of the attack", Collection.LABELS),
      Parameter.of("site", Kind.SITE, "one site"),
      Parameter.of("host", Kind.HOST, "attacker or victim"),
      Parameter.of("from", Kind.TIME, "last seen at this time or later"),
      Parameter.of("to", Kind.TIME, "first seen before this time"),
      Parameter.choice(
          "sort",
          "worst first by number (-severity, the default) or by word, then newest (-level); newest first",
          List.of("-severity", "-level", "-last_seen")),
      Parameter.whole("limit", "rows of one answer, 100 by default", 1, 1_000),
      Parameter.of("cursor", Kind.CURSOR, "next_cursor of an earlier answer"));

  static final String COLUMNS =
      "id, status, assignee, acknowledged_by, acknowledged_at, updated_at, record, severity, last_seen, txid::text AS"
          + " row_txid, position AS row_position";

  private static final List<String> OPEN = List.of("new", "acknowledged", "reopened");
  private static final List<String> FACETS = List.of("level", "label", "status", "site");
  /** What lists are sorted by before the time, as SQL. */
  private static final Map<String, String> RANKS = Map.of(
      "-severity",
      "severity",
      "-level",
      "array_position('{" + String.join(",", Collection.LEVELS) + "}'::text[], level)::float8");

  private static final int MOST_COUNTED = 1_000;
  private static final int USUAL_ROWS = 100;

  private final HistoryStore history;

  public IncidentReadStore(HistoryStore history) {
    this.history = history;
  }

  public Future<JsonObject> page(Query query) {
    return items(query)
        .compose(page -> total(query)
            .compose(total -> facets(query)
                .map(facets -> page.put("total", Math.min(total, MOST_COUNTED))
                    .put("total_capped", total > MOST_COUNTED)
                    .put("facets", facets))));
  }

  private Future<JsonObject> items(Query query) {
    int limit = query.whole("limit", USUAL_ROWS);
    Optional<String> rank = Optional.ofNullable(RANKS.get(query.text("sort").orElse("-severity")));
    Where where = where(query, "");
    query.get("cursor", Cursor.class).ifPresent(cursor -> {
      if (rank.isPresent()) {
        where.and(
            "(" + rank.get() + ", last_seen, id) < (?, ?, ?)",
            cursor.rank(),
            Times.utc(cursor.time()),
            cursor.id());
      } else {
        where.and("(last_seen, id) < (?, ?)", Times.utc(cursor.time()), cursor.id());
      }
    });
    String order = rank.map(by -> by + " DESC, ").orElse("") + "last_seen DESC, id DESC";
    String sql = "SELECT " + COLUMNS + ", " + rank.orElse("0::float8") + " AS rank FROM incidents"
        + where.text() + " ORDER BY " + order + " LIMIT " + (limit + 1);
    return history.rows(sql, where.values()).map(rows -> pageOf(rows, limit));
  }

  private static JsonObject pageOf(RowSet<Row> rows, int limit) {
    var items = new JsonArray();
    String next = null;
    for (Row row : rows) {
      if (items.size() == limit) {
        break;
      }
      items.add(json(row));
      next = new Cursor(
              row.getDouble("rank"),
              row.getOffsetDateTime("last_seen").toInstant(),
              row.getUUID("id"))
          .toString();
    }
    return new JsonObject()
        .put("items", items)
        .put("next_cursor", rows.size() > limit ? next : null);
  }

  private static Where where(Query query, String without) {
    var where = new Where();
    List<String> statuses = query.texts("status");
    if (!without.equals("status") && !statuses.isEmpty() && !statuses.contains("all")) {
      var wanted = new ArrayList<>(statuses);
      if (wanted.remove("open")) {
        wanted.addAll(OPEN);
      }
      // As text of the query, so that the small index of open incidents serves: the words are our
      // own.
      where.and("status IN ('" + String.join("', '", wanted) + "')");
    }
    for (String list : List.of("level", "label")) {
      if (!without.equals(list) && query.has(list)) {
        where.and(list + " = ANY(?::text[])", (Object) query.texts(list).toArray(String[]::new));
      }
    }
    if (!without.equals("site")) {
      query.text("site").ifPresent(site -> where.and("site = ?", site));
    }
    query.text("host").ifPresent(host -> host(host, where));
    query.time("from").ifPresent(from -> where.and("last_seen >= ?", Times.utc(from)));
    query.time("to").ifPresent(to -> where.and("first_seen < ?", Times.utc(to)));
    return where;
  }

  private static void host(String host, Where where) {
    if (host.endsWith("*") || host.indexOf('/') >= 0) {
      where.host(host, List.of("attacker"));
    } else {
      where.and("(attacker = ? OR ? = ANY(victims))", host, host);
    }
  }

  private Future<Integer> total(Query query) {
    Where where = where(query, "");
    return history
        .rows(
            "SELECT count(*)::int FROM (SELECT 1 FROM incidents" + where.text() + " LIMIT "
                + (MOST_COUNTED + 1) + ") AS capped",
            where.values())
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  /** Each facet is counted without its own filter: what another choice would give. */
  private Future<JsonObject> facets(Query query) {
    Future<JsonObject> facets = Future.succeededFuture(new JsonObject());
    for (String facet : FACETS) {
      Where where = where(query, facet);
      String sql = "SELECT " + facet + ", count(*) FROM incidents" + where.text()
          + " GROUP BY 1 ORDER BY 2 DESC, 1" + " LIMIT 100";
      facets = facets.compose(sofar -> history.rows(sql, where.values()).map(rows -> {
        var counts = new JsonObject();
        rows.forEach(row -> counts.put(row.getString(0), row.getLong(1)));
        return sofar.put(facet, counts);
      }));
    }
    return facets;
  }

  /** The snapshot's fields, then what people made of it. */
  static JsonObject json(Row row) {
    return row.getJsonObject("record")
        .copy()
        .put("status", row.getString("status"))
        .put("assignee", row.getString("assignee"))
        .put("acknowledged_by", row.getString("acknowledged_by"))
        .put("acknowledged_at", Times.json(row.getOffsetDateTime("acknowledged_at")))
        .put("updated_at", Times.json(row.getOffsetDateTime("updated_at")))
        .put(
            "position",
            new Position(row.getString("row_txid"), row.getLong("row_position")).toString());
  }

  /** Empty when there is none. */
  public Future<Optional<JsonObject>> find(UUID id) {
    return byIds(Set.of(id))
        .compose(found -> found.isEmpty()
            ? Future.succeededFuture(Optional.empty())
            : history(id).map(past -> Optional.of(found.getFirst().put("history", past))));
  }

  private Future<JsonArray> history(UUID id) {
    return history
        .rows(
            "SELECT at, by, action, status, note FROM incident_history WHERE incident_id = $1 ORDER BY id",
            List.of(id))
        .map(rows -> {
          var past = new JsonArray();
          rows.forEach(row -> past.add(new JsonObject()
              .put("at", Times.json(row.getOffsetDateTime("at")))
              .put("by", row.getString("by"))
              .put("action", row.getString("action"))
              .put("status", row.getString("status"))
              .put("note", row.getString("note"))));
          return past;
        });
  }

  public Future<List<JsonObject>> byIds(Set<UUID> ids) {
    return history
        .rows(
            "SELECT " + COLUMNS + " FROM incidents WHERE id = ANY($1) ORDER BY txid, position",
            List.of((Object) ids.toArray(UUID[]::new)))
        .map(rows -> rows.stream().map(IncidentReadStore::json).toList());
  }

  /** Open incidents by site and level. */
  public Future<Map<String, Map<String, Long>>> openCounts() {
    return history
        .rows(
            "SELECT site, level, count(*) FROM incidents WHERE status IN ('new', 'acknowledged', 'reopened')"
                + " GROUP BY 1, 2",
            List.of())
        .map(rows -> {
          Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
          rows.forEach(row -> counts
              .computeIfAbsent(row.getString(0), _ -> new LinkedHashMap<>())
              .put(row.getString(1), row.getLong(2)));
          return counts;
        });
  }
}
