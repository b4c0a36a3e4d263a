package io.fedics.app;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;

/** The connections of this process to the database. */
final class DatabasePool {
  private static final int CONNECT_SECONDS = 10;

  private DatabasePool() {}

  /** Ask it from a Vert.x context only: asked from other threads it sometimes never answers. */
  static Pool open(Vertx vertx, DatabaseAddress address, int connections) {
    return open(vertx, optionsOf(address), connections);
  }

  /** With options of its own. */
  static Pool open(Vertx vertx, PgConnectOptions options, int connections) {
    return PgBuilder.pool()
        .with(new PoolOptions()
            .setMaxSize(connections)
            .setConnectionTimeout(CONNECT_SECONDS)
            .setConnectionTimeoutUnit(TimeUnit.SECONDS))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  static PgConnectOptions optionsOf(DatabaseAddress address) {
    return new PgConnectOptions()
        .setHost(address.host())
        .setPort(address.port())
        .setDatabase(address.database())
        .setUser(address.user())
        .setPassword(address.password())
        .setCachePreparedStatements(true);
  }
}
