package io.fedics.federate;

import io.fedics.fl.privacy.ledger.LedgerArchive;
import io.fedics.fl.privacy.ledger.LedgerException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The chain of spends in {@code privacy_ledger}. Blocks: ask it from a thread that may, never from an event loop. */
public final class LedgerStore implements LedgerArchive {
  private static final long ANSWER_SECONDS = 15;

  private final Pool pool;
  /** The pool is asked from here: asked from a plain thread it sometimes never answers. */
  private final Context context;

  public LedgerStore(Vertx vertx, Pool pool) {
    this.pool = pool;
    this.context = vertx.getOrCreateContext();
  }

  @Override
  public Kept read() {
    return await(() -> pool.withTransaction(LedgerStore::kept));
  }

  /** Of one moment: the head is locked first, and who appends replaces it. */
  private static Future<Kept> kept(SqlConnection db) {
    return db.query("SELECT head FROM privacy_ledger_head FOR SHARE")
        .execute()
        .compose(head -> db.query("SELECT line FROM privacy_ledger ORDER BY number")
            .execute()
            .map(rows -> new Kept(texts(rows), texts(head).stream().findFirst())));
  }

  private static List<String> texts(RowSet<Row> rows) {
    List<String> texts = new ArrayList<>();
    rows.forEach(row -> texts.add(row.getString(0)));
    return texts;
  }

  @Override
  public void begin(String head) {
    await(() -> pool.preparedQuery("""
            INSERT INTO privacy_ledger_head (head) SELECT $1 WHERE NOT EXISTS (SELECT FROM privacy_ledger)
            ON CONFLICT DO NOTHING""").execute(Tuple.of(head)).map(Optional.empty()));
  }

  @Override
  public void append(long row, String line, String before, String head) {
    await(() -> pool.withTransaction(db -> db.preparedQuery(
            "UPDATE privacy_ledger_head SET head = $2 WHERE head = $1")
        .execute(Tuple.of(before, head))
        .compose(changed -> changed.rowCount() == 1
            ? db.preparedQuery("INSERT INTO privacy_ledger (number, line) VALUES ($1, $2)")
                .execute(Tuple.of(row, line))
                .map(Optional.empty())
            : Future.failedFuture(new LedgerException("privacy ledger: row " + row
                + " is another's (expected: the chain as it was read)")))));
  }

  private <T> T await(Supplier<Future<T>> question) {
    Promise<T> answer = Promise.promise();
    context.runOnContext(_ -> question.get().onComplete(answer));
    try {
      return answer
          .future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof LedgerException told
          ? told
          : new LedgerException("privacy ledger: the database refused: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new LedgerException("privacy ledger: the database does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerException("privacy ledger: interrupted", e);
    }
  }
}
