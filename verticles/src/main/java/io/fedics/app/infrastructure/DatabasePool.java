package io.fedics.app.infrastructure;

import io.fedics.app.config.DatabaseAddress;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

/** The connections of this process to the database. */
public final class DatabasePool {
  /**
   * No limit on waiting for a connection: the limit's timer races with the connection's arrival and then fails a promise
   * that is done, or loses the connection (eclipse-vertx/vert.x issue 6169). Callers have limits of their own.
   */
  private static final int NO_LIMIT = 0;

  /** Questions that wait for each connection; one more fails at once instead of growing the heap while nothing answers. */
  private static final int MOST_WAITING = 100;

  private DatabasePool() {}

  /** Ask it from a Vert.x context only: asked from other threads it sometimes never answers. */
  public static Pool open(Vertx vertx, DatabaseAddress address, int connections) {
    return open(vertx, optionsOf(address), connections);
  }

  /** With options of its own. */
  public static Pool open(Vertx vertx, PgConnectOptions options, int connections) {
    return PgBuilder.pool()
        .with(new PoolOptions()
            .setMaxSize(connections)
            .setMaxWaitQueueSize(MOST_WAITING * connections)
            .setConnectionTimeout(NO_LIMIT))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  public static PgConnectOptions optionsOf(DatabaseAddress address) {
    return new PgConnectOptions()
        .setHost(address.host())
        .setPort(address.port())
        .setDatabase(address.database())
        .setUser(address.user())
        .setPassword(address.password())
        .setCachePreparedStatements(true);
  }
}
