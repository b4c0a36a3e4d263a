package io.fedics.present.federation;

import io.fedics.present.history.HistoryStore;
import io.fedics.present.history.Where;
import io.fedics.present.http.Parameter;
import io.fedics.present.http.Query;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rounds, clients and spends of federated trainings. */
public final class FederationReadStore {
  static final List<Parameter> ROUNDS = List.of(
      Parameter.whole("limit", "rows of one answer, 100 by default", 1, 1_000),
      Parameter.of("run", Parameter.Kind.TEXTS, "of these trainings"));
  static final List<Parameter> CLIENTS =
      List.of(Parameter.of("run", Parameter.Kind.TEXTS, "of these trainings"));
  static final List<Parameter> ROUND =
      List.of(Parameter.of("run", Parameter.Kind.TEXTS, "of this training; else the newest"));
  static final List<Parameter> LEDGER =
      List.of(Parameter.whole("limit", "rows of one answer, 100 by default", 1, 1_000));

  private static final int USUAL_ROWS = 100;
  private static final int MOST_CLIENTS = 1_000;

  private static final String CLIENTS_SQL = """
      SELECT run, client,
        min(observed_at) FILTER (WHERE kind = 'client-joined') AS first_joined,
        max(observed_at) AS last_seen,
        count(*) FILTER (WHERE kind = 'client-refused') AS refusals,
        (array_agg(record ORDER BY observed_at DESC) FILTER (WHERE kind = 'client-reported'))[1] AS report,
        (array_agg(record ORDER BY observed_at DESC) FILTER (WHERE kind = 'influence-reported'))[1] AS influence,
        (array_agg(record ORDER BY observed_at DESC) FILTER (WHERE kind IN ('client-lost', 'client-refused')))[1] AS went
      FROM fl_events""";

  private static final String LEDGER_SQL = """
      WITH readable AS (
        SELECT number, line::jsonb AS line, charged_at FROM privacy_ledger WHERE line IS JSON OBJECT)
      SELECT DISTINCT ON (line->>'site', line->>'unit') line,
        (SELECT sum((other.line->>'steps')::bigint) FROM readable other
          WHERE other.line->>'site' = readable.line->>'site'
          AND other.line->>'unit' = readable.line->>'unit')::bigint AS steps,
        charged_at
      FROM readable ORDER BY line->>'site', line->>'unit', number DESC""";

  private static final String UNREADABLE_SQL =
      "SELECT count(*) FROM privacy_ledger WHERE line IS NOT JSON OBJECT";

  private final HistoryStore history;

  public FederationReadStore(HistoryStore history) {
    this.history = history;
  }

  /** Newest first. */
  Future<JsonObject> rounds(Query query) {
    var where = new Where();
    where.and("kind = 'round-completed'");
    ofRuns(query, where);
    String sql = "SELECT record FROM fl_events" + where.text()
        + " ORDER BY observed_at DESC, event_id DESC LIMIT " + query.whole("limit", USUAL_ROWS);
    return history
        .rows(sql, where.values())
        .map(rows -> new JsonObject().put("items", records(rows)));
  }

  private static void ofRuns(Query query, Where where) {
    if (query.has("run")) {
      where.and("run = ANY(?::text[])", (Object) query.texts("run").toArray(String[]::new));
    }
  }

  /** A round with what its clients said and how their updates lay; empty when there is none of this number. */
  Future<Optional<JsonObject>> round(int round, Query query) {
    var where = new Where();
    where.and("kind = 'round-completed'");
    where.and("round = ?", round);
    ofRuns(query, where);
    String sql = "SELECT record FROM fl_events" + where.text()
        + " ORDER BY observed_at DESC, event_id DESC LIMIT 1";
    return history.rows(sql, where.values()).compose(rows -> {
      if (rows.size() == 0) {
        return Future.succeededFuture(Optional.empty());
      }
      JsonObject found = rows.iterator().next().getJsonObject("record");
      return details(found.getString("run"), round)
          .map(details -> Optional.of(found
              .put("reports", only("client-reported/1", details))
              .put("influences", only("influence-reported/1", details))
              .put("spends", only("budget-spent/1", details))));
    });
  }

  private Future<List<JsonObject>> details(String run, int round) {
    return history
        .rows(
            "SELECT record FROM fl_events WHERE run = $1 AND round = $2 ORDER BY observed_at, event_id",
            List.of(run, round))
        .map(rows -> {
          List<JsonObject> details = new ArrayList<>();
          rows.forEach(row -> details.add(row.getJsonObject("record")));
          return details;
        });
  }

  private static JsonArray only(String schema, List<JsonObject> details) {
    return new JsonArray(details.stream()
        .filter(detail -> schema.equals(detail.getString("schema")))
        .toList());
  }

  private static JsonArray records(RowSet<Row> rows) {
    var records = new JsonArray();
    rows.forEach(row -> records.add(row.getJsonObject("record")));
    return records;
  }

  /**
   * Everybody who ever came, who was seen last first.
   *
   * @param state of the training that runs here
   */
  Future<JsonObject> clients(Query query, Optional<JsonObject> state) {
    var where = new Where();
    where.and("client IS NOT NULL");
    ofRuns(query, where);
    String sql = CLIENTS_SQL + where.text() + " GROUP BY run, client ORDER BY last_seen DESC LIMIT "
        + MOST_CLIENTS;
    return history.rows(sql, where.values()).map(rows -> {
      var items = new JsonArray();
      rows.forEach(row -> items.add(client(row, state)));
      return new JsonObject().put("items", items);
    });
  }

  private static JsonObject client(Row row, Optional<JsonObject> state) {
    String run = row.getString("run");
    String client = row.getString("client");
    Optional<JsonObject> report = Optional.ofNullable(row.getJsonObject("report"));
    Optional<JsonObject> influence = Optional.ofNullable(row.getJsonObject("influence"));
    Optional<JsonObject> went = Optional.ofNullable(row.getJsonObject("went"));
    boolean isPresent = state
        .filter(of -> run.equals(of.getString("run")))
        .map(of -> of.getJsonArray("present").contains(client))
        .orElse(false);
    return new JsonObject()
        .put("run", run)
        .put("client", client)
        .put("present", isPresent)
        .put("joined_at", text(row.getOffsetDateTime("first_joined")))
        .put("last_seen", text(row.getOffsetDateTime("last_seen")))
        .put("refusals", row.getLong("refusals"))
        .put("round", report.map(of -> of.getInteger("round")).orElse(null))
        .put("examples", report.map(of -> of.getLong("examples")).orElse(null))
        .put("told_site", report.map(of -> of.getString("told_site")).orElse(null))
        .put("privacy", report.map(of -> of.getJsonObject("privacy")).orElse(null))
        .put("influence", influence.map(of -> of.getDouble("influence")).orElse(null))
        .put("distance", influence.map(of -> of.getDouble("distance")).orElse(null))
        .put("suspicion", influence.map(of -> of.getDouble("suspicion")).orElse(null))
        .put("suspect", influence.map(of -> of.getBoolean("suspect")).orElse(null))
        .put("reason", isPresent ? null : went.map(of -> of.getString("reason")).orElse(null));
  }

  private static @Nullable String text(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant().toString();
  }

  /**
   * What was spent, by account and unit; a figure that nobody computed is not there. Rows of the ledger that somebody made
   * unreadable are counted, not summed: the check of the chain names them.
   *
   * @param state of the training that runs here, with its budget
   */
  Future<JsonObject> privacy(Optional<JsonObject> state) {
    return history
        .rows(LEDGER_SQL, List.of())
        .compose(spent -> history
            .rows(UNREADABLE_SQL, List.of())
            .compose(unreadable -> head()
                .compose(head -> attested()
                    .map(sites -> new JsonObject()
                        .put("spent", spent(spent, state))
                        .put("unreadable_rows", unreadable.iterator().next().getLong(0))
                        .put("attested", sites)
                        .put("head", head)))));
  }

  private Future<@Nullable JsonObject> head() {
    return history
        .rows("SELECT head FROM privacy_ledger_head", List.of())
        .map(rows ->
            rows.size() == 0 ? null : new JsonObject(rows.iterator().next().getString("head")));
  }

  private static JsonArray spent(RowSet<Row> rows, Optional<JsonObject> state) {
    var all = new JsonArray();
    for (Row row : rows) {
      JsonObject line = row.getJsonObject("line");
      double epsilon = line.getDouble("epsilon");
      Double budget = state
          .filter(
              of -> "client".equals(of.getString("dp")) && "client".equals(line.getString("unit")))
          .map(of -> of.getDouble("budget_epsilon"))
          .orElse(null);
      all.add(new JsonObject()
          .put("site", line.getString("site"))
          .put("unit", line.getString("unit"))
          .put("epsilon", epsilon)
          .put("delta", line.getDouble("delta"))
          .put("accountant", line.getString("accountant"))
          .put("steps", row.getLong("steps"))
          .put("rows", line.getLong("row"))
          .put("mechanism", line.getString("mechanism"))
          .put("run", line.getString("run"))
          .put("round", line.getLong("round"))
          .put("charged_at", text(row.getOffsetDateTime("charged_at")))
          .put("budget_epsilon", budget)
          .put("left", budget == null ? null : (Double) Math.max(0, budget - epsilon)));
    }
    return all;
  }

  /** As they are stored, newest first; one that cannot be read any more says so. */
  Future<JsonObject> ledger(Query query) {
    return history
        .rows(
            "SELECT number, line, charged_at FROM privacy_ledger ORDER BY number DESC LIMIT "
                + query.whole("limit", USUAL_ROWS),
            List.of())
        .map(rows -> {
          var items = new JsonArray();
          rows.forEach(row -> items.add(line(row)));
          return new JsonObject().put("items", items);
        });
  }

  private static JsonObject line(Row row) {
    JsonObject line;
    try {
      line = new JsonObject(row.getString("line"));
    } catch (DecodeException e) {
      line = new JsonObject().put("unreadable", true);
    }
    return line.put("row", row.getLong("number"))
        .put("charged_at", text(row.getOffsetDateTime("charged_at")));
  }

  /** What sites say of themselves: the last figure of each client of each run. */
  private Future<JsonArray> attested() {
    return history.rows("""
            SELECT DISTINCT ON (run, client) run, client, round, record->>'told_site' AS told_site,
              record->'privacy' AS privacy
            FROM fl_events WHERE kind = 'client-reported' AND record ? 'privacy'
            ORDER BY run, client, observed_at DESC LIMIT 1000""", List.of()).map(rows -> {
      var all = new JsonArray();
      rows.forEach(row -> all.add(row.getJsonObject("privacy")
          .copy()
          .put("run", row.getString("run"))
          .put("client", row.getString("client"))
          .put("round", row.getInteger("round"))
          .put("told_site", row.getString("told_site"))));
      return all;
    });
  }
}
