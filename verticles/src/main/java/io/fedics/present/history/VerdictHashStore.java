package io.fedics.present.history;

import io.fedics.shared.event.VerdictHash;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowStream;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code verdicts_sha256} of a site from its rows: equal to that of {@code detect} on the same file. Costs a reading of
 * all its verdicts, so an answer is kept for a few seconds. One context only.
 */
public final class VerdictHashStore {
  private static final int ROWS_AT_ONCE = 5_000;
  private static final Duration KEPT = Duration.ofSeconds(5);

  private record Kept(long untilMillis, Future<String> hex) {}

  private final Vertx vertx;
  private final HistoryStore history;
  private final Clock clock;
  private final Map<String, Kept> kept = new HashMap<>();

  public VerdictHashStore(Vertx vertx, HistoryStore history, Clock clock) {
    this.vertx = vertx;
    this.history = history;
    this.clock = clock;
  }

  /** Lower-case hex. */
  public Future<String> of(String site) {
    long now = clock.millis();
    kept.values().removeIf(answer -> answer.untilMillis() < now);
    return kept.computeIfAbsent(site, name -> new Kept(now + KEPT.toMillis(), read(name)))
        .hex();
  }

  private Future<String> read(String site) {
    return history.inTransaction(db -> {
      var hash = new VerdictHash();
      return verdicts(db, site, hash)
          .compose(_ -> benign(db, site, hash))
          .compose(_ -> vertx.executeBlocking(hash::hex));
    });
  }

  private static Future<Void> verdicts(SqlConnection db, String site, VerdictHash hash) {
    return db.prepare(
            "SELECT observed_at, event_id, host, label, attacker, score FROM classifications WHERE site = $1")
        .compose(statement -> {
          Promise<Void> done = Promise.promise();
          RowStream<Row> rows = statement.createStream(ROWS_AT_ONCE, Tuple.of(site));
          rows.exceptionHandler(done::tryFail)
              .endHandler(_ -> done.tryComplete())
              .handler(row -> hash.add(
                  row.getOffsetDateTime(0).toInstant(),
                  row.getUUID(1),
                  site,
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getDouble(5)));
          return done.future().compose(_ -> statement.close());
        });
  }

  private static Future<Void> benign(SqlConnection db, String site, VerdictHash hash) {
    return db.preparedQuery(
            "SELECT second, sum(hosts)::bigint FROM benign_counts WHERE site = $1 GROUP BY second")
        .execute(Tuple.of(site))
        .map(rows -> {
          rows.forEach(row -> hash.addBenign(site, row.getLong(0), row.getLong(1)));
          return null;
        });
  }
}
