package io.fedics.present.history;

import io.fedics.present.http.Cursor;
import io.fedics.present.http.Position;
import io.fedics.present.http.Problem;
import io.fedics.present.http.Query;
import io.fedics.present.http.Times;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.IcsMessage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pages of events: newest first, or in the order of persistence. */
public final class EventStore {
  static final String FLOW_COLUMNS =
      "event_id, site, observed_at, source, seq, sensor, started_at, src_ip, src_port, dst_ip, dst_port, protocol,"
          + " service, state, duration_micros, bytes_out, bytes_in, packets_out, packets_in, tcp_flags, community_id,"
          + " account, asset, ics, features, sensor_alerts";

  private static final String OLDEST_RUNNING = "(SELECT pg_snapshot_xmin(pg_current_snapshot()))";
  private static final String NEWEST_FIRST = " ORDER BY observed_at DESC, event_id DESC LIMIT ";

  /** Newest flows that are looked at for a host before its own are looked up: some 10 ms. */
  private static final int LOOKED_THROUGH = 10_000;

  private static final String PLACE = ", txid::text AS row_txid, position AS row_position, "
      + OLDEST_RUNNING + "::text AS oldest_running";
  /** The first bytes of a dead letter are kept up to 64 kB; a list shows fewer. */
  private static final String SHORT_HEAD =
      "jsonb_set(record, '{head}', to_jsonb(left(record->>'head', 1024)))";

  private static final int USUAL_ROWS = 100;

  /**
   * @param nextCursor empty on the last page; with {@code after}, what to give as {@code after} next
   * @param lastPosition where {@code after} goes on
   */
  public record Page(List<JsonObject> items, Optional<String> nextCursor, Position lastPosition) {}

  private final HistoryStore history;
  private final EventCodec codec = new EventCodec();

  public EventStore(HistoryStore history) {
    this.history = history;
  }

  public Future<Page> page(Collection of, Query query) {
    int limit = query.whole("limit", USUAL_ROWS);
    Optional<Position> after = query.get("after", Position.class);
    if (after.isPresent() && query.has("cursor")) {
      throw Problem.badParameter("cursor", "given with after", "either cursor or after");
    }
    return after.isPresent() ? after(of, query, after.get(), limit) : newest(of, query, limit);
  }

  /** Only rows of finished transactions, so none is skipped that commits late. */
  private Future<Page> after(Collection of, Query query, Position after, int limit) {
    Where where = of.where(query);
    where.and("(txid, position) > (?::text::xid8, ?::bigint)", after.txid(), after.position());
    where.and("txid < " + OLDEST_RUNNING);
    String sql = "SELECT " + columns(of) + PLACE + " FROM " + of.table() + where.text()
        + " ORDER BY txid, position LIMIT " + limit;
    return history.rows(sql, where.values()).map(rows -> {
      List<JsonObject> items = items(of, rows, limit);
      Position last = rows.size() == 0 ? after : placeOf(lastOf(rows));
      Optional<String> next =
          rows.size() == limit ? Optional.of(last.toString()) : Optional.empty();
      return new Page(items, next, last);
    });
  }

  private Future<Page> newest(Collection of, Query query, int limit) {
    return history.rows(newestSql(of, query, limit)).compose(rows -> {
      List<JsonObject> items = items(of, rows, limit);
      Optional<String> next = rows.size() > limit
          ? Optional.of(cursorOf(rowAt(rows, limit - 1)).toString())
          : Optional.empty();
      return rows.size() > 0
          ? Future.succeededFuture(new Page(items, next, oldestRunning(lastOf(rows))))
          : history.oldestRunning().map(oldest -> new Page(items, next, Position.before(oldest)));
    });
  }

  private static HistoryStore.Statement newestSql(Collection of, Query query, int limit) {
    Optional<String> host =
        query.text("host").filter(text -> !text.endsWith("*") && text.indexOf('/') < 0);
    boolean ofHost = of == Collection.FLOWS && host.isPresent();
    Where where = ofHost ? of.whereWithoutHost(query) : of.where(query);
    query
        .get("cursor", Cursor.class)
        .ifPresent(cursor ->
            where.and("(observed_at, event_id) < (?, ?)", Times.utc(cursor.time()), cursor.id()));
    if (ofHost) {
      return flowsOfHostSql(where, host.get(), limit + 1);
    }
    String sql = "SELECT " + columns(of) + PLACE + " FROM " + of.table() + where.text()
        + NEWEST_FIRST + (limit + 1);
    return new HistoryStore.Statement(sql, where.values());
  }

  /**
   * The newest flows know a busy host; one that is seldom among them has few rows, which the index of both ends finds, without
   * an order. OFFSET 0: the planner would rather read on in the order of time, to the end for a host that is not there.
   */
  private static HistoryStore.Statement flowsOfHostSql(Where where, String host, int rows) {
    String value = where.parameter(host);
    String sql = """
        WITH near AS MATERIALIZED (
          SELECT * FROM (SELECT * FROM flows %1$s %2$s %3$s) AS newest
          WHERE src_ip = %4$s OR dst_ip = %4$s %2$s %5$s)
        SELECT %6$s FROM (
          (SELECT * FROM near WHERE (SELECT count(*) FROM near) = %5$s)
          UNION ALL
          (SELECT * FROM (
             SELECT * FROM flows %1$s %7$s ARRAY[src_ip, dst_ip] @> ARRAY[%4$s]
               AND (SELECT count(*) FROM near) < %5$s OFFSET 0) AS all_of_host %2$s %5$s)
        ) AS of_host %2$s %5$s""".formatted(
            where.text(),
            NEWEST_FIRST,
            LOOKED_THROUGH,
            value,
            rows,
            columns(Collection.FLOWS) + PLACE,
            where.text().isEmpty() ? "WHERE" : "AND");
    return new HistoryStore.Statement(sql, where.values());
  }

  private static String columns(Collection of) {
    return switch (of) {
      case FLOWS -> FLOW_COLUMNS;
      case DEAD_LETTERS -> "event_id, observed_at, " + SHORT_HEAD + " AS record";
      default -> "event_id, observed_at, record";
    };
  }

  private List<JsonObject> items(Collection of, RowSet<Row> rows, int limit) {
    var items = new ArrayList<JsonObject>();
    for (Row row : rows) {
      if (items.size() < limit) {
        JsonObject item = of == Collection.FLOWS ? flow(row) : row.getJsonObject("record");
        Position place = placeOf(row).notBehind(oldestRunning(row));
        items.add(item.put("position", place.toString()));
      }
    }
    return items;
  }

  private static Position placeOf(Row row) {
    return new Position(row.getString("row_txid"), row.getLong("row_position"));
  }

  private static Position oldestRunning(Row row) {
    return Position.before(row.getString("oldest_running"));
  }

  private static Cursor cursorOf(Row row) {
    return Cursor.of(row.getOffsetDateTime("observed_at").toInstant(), row.getUUID("event_id"));
  }

  private static Row lastOf(RowSet<Row> rows) {
    return rowAt(rows, rows.size() - 1);
  }

  private static Row rowAt(RowSet<Row> rows, int index) {
    return rows.stream().skip(index).findFirst().orElseThrow();
  }

  /** As on the wire, {@code flow/1}; the codec writes it, so there is one way only. */
  JsonObject flow(Row row) {
    FlowObserved flow = FlowObserved.builder(
            row.getString("sensor"), row.getOffsetDateTime("observed_at").toInstant())
        .startedAt(instant(row.getOffsetDateTime("started_at")))
        .srcIp(row.getString("src_ip"))
        .srcPort(row.getInteger("src_port"))
        .dstIp(row.getString("dst_ip"))
        .dstPort(row.getInteger("dst_port"))
        .protocol(row.getString("protocol"))
        .service(row.getString("service"))
        .state(state(row.getString("state")))
        .durationMicros(row.getLong("duration_micros"))
        .bytesOut(row.getLong("bytes_out"))
        .bytesIn(row.getLong("bytes_in"))
        .packetsOut(row.getLong("packets_out"))
        .packetsIn(row.getLong("packets_in"))
        .tcpFlags(row.getInteger("tcp_flags"))
        .communityId(row.getString("community_id"))
        .account(row.getString("account"))
        .asset(row.getString("asset"))
        .ics(ics(row.getJsonObject("ics")))
        .features(features(row.getJsonObject("features")))
        .sensorAlerts(texts(row.getArrayOfStrings("sensor_alerts")))
        .build(eventId(row), row.getString("site"), row.getString("source"), row.getLong("seq"));
    return new JsonObject(Buffer.buffer(codec.encode(flow)));
  }

  private static UUID eventId(Row row) {
    return row.getUUID("event_id");
  }

  private static java.time.@Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static @Nullable FlowState state(@Nullable String name) {
    return name == null ? null : FlowState.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static List<String> texts(String @Nullable [] values) {
    return values == null ? List.of() : List.of(values);
  }

  private static @Nullable IcsMessage ics(@Nullable JsonObject json) {
    return json == null
        ? null
        : new IcsMessage(
            json.getString("protocol"),
            json.getInteger("unit"),
            json.getInteger("function"),
            json.getBoolean("write"),
            json.getLong("address"),
            json.getLong("quantity"),
            json.getDouble("value"));
  }

  private static @Nullable Features features(@Nullable JsonObject json) {
    return json == null
        ? null
        : new Features(
            json.getString("schema"),
            json.getJsonArray("values").stream().map(String::valueOf).toList());
  }
}
