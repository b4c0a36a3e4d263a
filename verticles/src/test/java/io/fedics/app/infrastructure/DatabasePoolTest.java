package io.fedics.app.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DatabasePoolTest {
  @Test
  void query_databaseThatNeverAnswers_failsAtOnceBehindAHundredThatWait() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      int port = vertx
          .createNetServer()
          .connectHandler(_ -> {})
          .listen(0)
          .await(10, TimeUnit.SECONDS)
          .actualPort();
      var options = new PgConnectOptions().setHost("127.0.0.1").setPort(port);
      var refused = new CompletableFuture<Optional<Throwable>>();
      vertx.runOnContext(_ -> {
        Pool pool = DatabasePool.open(vertx, options, 1);
        for (int i = 0; i < 100; i++) {
          ask(pool).onFailure(refused::completeExceptionally);
        }
        ask(pool).onFailure(error -> refused.complete(Optional.of(error)));
      });
      assertThat(refused.get(10, TimeUnit.SECONDS))
          .get()
          .isInstanceOf(ConnectionPoolTooBusyException.class);
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  private static Future<?> ask(Pool pool) {
    return pool.query("SELECT 1").execute();
  }
}
