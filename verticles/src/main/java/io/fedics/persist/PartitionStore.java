package io.fedics.persist;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes, measures and prunes partitions; a statement without an answer fails. Ask it from a Vert.x context only. */
public final class PartitionStore {
  static final List<String> EVENT_TABLES = List.of(
      "flows",
      "anomalies",
      "classifications",
      "predictions",
      "alerts",
      "fl_events",
      "dead_letters",
      "scored_records");

  /** Tables that are not partitioned, pruned by the time of their rows. */
  private static final List<String> COUNT_TABLES =
      List.of("flow_minutes", "benign_counts", "edges", "upload_batches");

  /** Rows deleted by one statement: locks and log records stay small. */
  private static final int ROWS_AT_ONCE = 20_000;

  /** Of one statement; making a week moves the rows that are there already, which takes its time. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** One weekly partition. */
  record Week(String name, Instant ends) {}

  private final Pool pool;
  private final Duration limit;

  public PartitionStore(Pool pool) {
    this(pool, LIMIT);
  }

  PartitionStore(Pool pool, Duration limit) {
    this.pool = pool;
    this.limit = limit;
  }

  Future<Void> create(String table, LocalDate monday) {
    return rows(Tuple.of(table, monday), "SELECT create_week_partition($1, $2)").mapEmpty();
  }

  /** Every weekly partition, oldest first. */
  Future<List<Week>> weeks() {
    return rows(Tuple.of((Object) EVENT_TABLES.toArray(String[]::new)), """
            SELECT c.relname, to_date(right(c.relname, 7), 'IYYY"w"IW') + 7 AS ends
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
            WHERE p.relname = ANY($1) AND p.relnamespace = 'public'::regnamespace AND c.relname ~ '_[0-9]{4}w[0-9]{2}$'
            ORDER BY ends, c.relname""").map(rows -> {
      var weeks = new ArrayList<Week>();
      rows.forEach(row -> weeks.add(new Week(
          row.getString(0), row.getLocalDate(1).atStartOfDay().toInstant(ZoneOffset.UTC))));
      return weeks;
    });
  }

  /** The index on {@code ingested_at} is a small one (BRIN): rows lie in the order they were stored. */
  Future<Boolean> hasRowsSince(Week week, Instant since) {
    return rows(
            Tuple.of(since.atOffset(ZoneOffset.UTC)),
            "SELECT EXISTS (SELECT 1 FROM " + week.name() + " WHERE ingested_at >= $1)")
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  Future<Void> drop(Week week) {
    return limited(pool.query("DROP TABLE IF EXISTS " + week.name()).execute()).mapEmpty();
  }

  /**
   * Deletes rows stored before a time, a piece at a time.
   *
   * @param weeks partitions to look through besides the default ones
   * @return how many rows went
   */
  Future<Integer> deleteOlderThan(Instant keptFrom, List<Week> weeks) {
    var tables = new ArrayList<>(prunedByRow());
    weeks.forEach(week -> tables.add(week.name()));
    Future<Integer> done = Future.succeededFuture(0);
    for (String table : tables) {
      done = done.compose(sum -> deleteFrom(table, keptFrom, 0).map(count -> sum + count));
    }
    return done;
  }

  private static List<String> prunedByRow() {
    var tables = new ArrayList<>(COUNT_TABLES);
    EVENT_TABLES.forEach(table -> tables.add(table + "_default"));
    return tables;
  }

  private Future<Integer> deleteFrom(String table, Instant keptFrom, int sofar) {
    return rows(
            Tuple.of(keptFrom.atOffset(ZoneOffset.UTC)),
            "DELETE FROM " + table + " WHERE ctid = ANY(ARRAY(SELECT ctid FROM " + table
                + " WHERE ingested_at < $1 LIMIT " + ROWS_AT_ONCE + "))")
        .compose(rows -> rows.rowCount() < ROWS_AT_ONCE
            ? Future.succeededFuture(sofar + rows.rowCount())
            : deleteFrom(table, keptFrom, sofar + ROWS_AT_ONCE));
  }

  /**
   * Disk used by event tables and counts. Deleted rows leave holes that are filled again, so a table that was analysed
   * counts by the rows that live and their width, indexes in proportion; others by their size.
   */
  Future<Long> bytes() {
    Tuple names = Tuple.of(
        (Object) COUNT_TABLES.toArray(String[]::new), (Object) EVENT_TABLES.toArray(String[]::new));
    return rows(names, """
            WITH tables AS (
              SELECT c.oid, c.relname, pg_total_relation_size(c.oid)::float8 AS total,
                greatest(pg_relation_size(c.oid), 8192)::float8 AS rows_only
              FROM pg_class c WHERE c.relname = ANY($1) OR c.oid IN (
                SELECT inhrelid FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent WHERE p.relname = ANY($2)))
            SELECT coalesce(sum(CASE WHEN w.width IS NULL THEN t.total
              ELSE least(t.total, s.n_live_tup * (w.width + 28) * t.total / t.rows_only) END), 0)::bigint
            FROM tables t JOIN pg_stat_user_tables s ON s.relid = t.oid
            LEFT JOIN LATERAL (SELECT sum(avg_width) AS width FROM pg_stats
              WHERE schemaname = s.schemaname AND tablename = t.relname) AS w ON true""").map(rows -> rows.iterator().next().getLong(0));
  }

  private Future<RowSet<Row>> rows(Tuple values, String sql) {
    return limited(pool.preparedQuery(sql).execute(values));
  }

  private <T> Future<T> limited(Future<T> answer) {
    return answer.timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
  }
}
