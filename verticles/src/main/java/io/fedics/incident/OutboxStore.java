package io.fedics.incident;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Alerts on their way to Kafka. Whoever changes an incident locks its row before it adds here, so per incident the order
 * of ids is the order of changes. Ask it from a Vert.x context only.
 */
public final class OutboxStore {
  /** Any number that nothing else locks; one publisher at a time keeps the order. */
  private static final long PUBLISHER_LOCK = 0x6f7574626f78L;

  private static final int ROWS_AT_ONCE = 200;

  /** One alert as it was stored. */
  record Waiting(long id, String key, Buffer bytes) {}

  private final Pool pool;

  public OutboxStore(Pool pool) {
    this.pool = pool;
  }

  /**
   * Hands over the oldest rows and deletes them when they are published; when not, they stay. Another process at the
   * same work: nothing to do.
   *
   * @param timeoutMillis of publishing; the database has as long again, so that an answer always comes
   * @return how many were published
   */
  Future<Integer> publishNext(Function<List<Waiting>, Future<Void>> publish, long timeoutMillis) {
    return pool.withTransaction(db -> tryLock(db)
            .compose(mine -> mine ? oldest(db) : Future.succeededFuture(List.<Waiting>of()))
            .compose(waiting -> waiting.isEmpty()
                ? Future.succeededFuture(0)
                : publish
                    .apply(waiting)
                    .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                    .compose(_ -> delete(db, waiting))))
        .timeout(2 * timeoutMillis, TimeUnit.MILLISECONDS);
  }

  private static Future<Boolean> tryLock(SqlConnection db) {
    return db.preparedQuery("SELECT pg_try_advisory_xact_lock($1)")
        .execute(Tuple.of(PUBLISHER_LOCK))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private static Future<List<Waiting>> oldest(SqlConnection db) {
    return db.preparedQuery("SELECT id, key, bytes FROM incident_outbox ORDER BY id LIMIT $1")
        .execute(Tuple.of(ROWS_AT_ONCE))
        .map(rows -> {
          var waiting = new ArrayList<Waiting>();
          rows.forEach(
              row -> waiting.add(new Waiting(row.getLong(0), row.getString(1), row.getBuffer(2))));
          return waiting;
        });
  }

  /** By id, not by range: a row with a smaller id may commit in between. */
  private static Future<Integer> delete(SqlConnection db, List<Waiting> published) {
    Long[] ids = published.stream().map(Waiting::id).toArray(Long[]::new);
    return db.preparedQuery("DELETE FROM incident_outbox WHERE id = ANY($1)")
        .execute(Tuple.of((Object) ids))
        .map(published.size());
  }
}
