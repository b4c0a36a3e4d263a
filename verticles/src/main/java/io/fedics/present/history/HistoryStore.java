package io.fedics.present.history;

import io.fedics.fl.privacy.ledger.LedgerException;
import io.fedics.present.http.Problem;
import io.fedics.present.http.ProblemKind;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.stage.DatabaseFailure;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to the database for everything the API asks: a time limit on each question, and one answer for people when
 * it is too slow or away. Ask it from a Vert.x context only.
 */
public final class HistoryStore {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryStore.class);
  private static final String QUERY_CANCELED = "57014";
  /** Longer than the server's own limit, so that its cancellation comes first. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final Duration QUIET = Duration.ofSeconds(10);

  /** A query and its values. */
  record Statement(String sql, List<Object> values) {}

  private final Pool pool;
  private final Duration timeout;
  private final AtomicLong complained = new AtomicLong(System.nanoTime() - QUIET.toNanos() - 1);

  /**
   * @param pool made with {@link #limited}, for reading and for what people decide
   * @param timeout of one question
   */
  public HistoryStore(Pool pool, Duration timeout) {
    this.pool = pool;
    this.timeout = timeout;
  }

  /** The same database, but it gives up itself on what takes longer. */
  public static PgConnectOptions limited(PgConnectOptions options, Duration timeout) {
    return new PgConnectOptions(options)
        .addProperty("statement_timeout", Long.toString(timeout.toMillis()))
        // Who stands still in the middle must not keep what it locked.
        .addProperty("idle_in_transaction_session_timeout", Long.toString(timeout.toMillis()))
        .addProperty("application_name", "fedics present");
  }

  public Future<RowSet<Row>> rows(Statement statement) {
    return rows(statement.sql(), statement.values());
  }

  public Future<RowSet<Row>> rows(String sql, List<?> values) {
    return limited(pool.preparedQuery(sql).execute(Tuple.tuple(new ArrayList<>(values))));
  }

  public <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
    return limited(pool.withTransaction(work));
  }

  /** Oldest transaction that is not finished; everything below it is. */
  public Future<String> oldestRunning() {
    return rows("SELECT pg_snapshot_xmin(pg_current_snapshot())::text", List.of())
        .map(rows -> rows.iterator().next().getString(0));
  }

  /** With the time limit and the answers of this door. */
  public <T> Future<T> limited(Future<T> answer) {
    return answer
        .timeout(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
        .recover(error -> Future.failedFuture(problemOf(error)));
  }

  private Throwable problemOf(Throwable error) {
    return switch (error) {
      case Problem problem -> problem;
      case PgException refused when QUERY_CANCELED.equals(refused.getSqlState()) -> tooSlow();
      case java.util.concurrent.TimeoutException _ -> tooSlow();
      case PgException refused when !isAbsence(refused) -> refused;
      case ConnectionPoolTooBusyException _ -> {
        complain(error);
        yield Problem.of(
            503,
            ProblemKind.TOO_BUSY,
            "Too busy",
            "More questions wait for the database than it answers soon; ask again later.");
      }
      case java.io.IOException _, VertxException _ -> {
        complain(error);
        yield Problem.of(
            503,
            ProblemKind.NO_HISTORY,
            "History is not available",
            "The database does not answer.");
      }
      case LedgerException broken ->
        Problem.of(
            503,
            ProblemKind.NO_AUDIT_TRAIL,
            "Nothing can be decided",
            String.valueOf(broken.getMessage()) + '.');
      default -> error;
    };
  }

  /** Once in a while: everybody who asks meets the same fault. */
  private void complain(Throwable error) {
    long now = System.nanoTime();
    long last = complained.get();
    if (now - last > QUIET.toNanos() && complained.compareAndSet(last, now)) {
      LOG.warn("The database did not answer: {}", error.toString());
    }
  }

  /** Otherwise the query is wrong, which is our mistake. */
  private static boolean isAbsence(PgException refused) {
    return DatabaseFailure.of(refused) instanceof StageFailure.Unavailable;
  }

  private static Problem tooSlow() {
    return Problem.of(
        503,
        ProblemKind.TOO_SLOW,
        "Too slow",
        "The question took too long; narrow the time range or the filters.");
  }
}
