package io.fedics.persist;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.flywaydb.core.Flyway;

/** A migrated database of its own; the start costs seconds, so one per test class. */
public final class TestDatabase implements AutoCloseable {
  private final EmbeddedPostgres postgres;

  private TestDatabase(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  public static TestDatabase start() {
    try {
      var database = new TestDatabase(
          EmbeddedPostgres.builder().setServerConfig("fsync", "off").start());
      Flyway.configure()
          .dataSource(database.postgres.getPostgresDatabase())
          .load()
          .migrate();
      return database;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Pool pool(Vertx vertx) {
    return pool(vertx, options());
  }

  public PgConnectOptions options() {
    return new PgConnectOptions()
        .setHost("127.0.0.1")
        .setPort(postgres.getPort())
        .setUser("postgres")
        .setDatabase("postgres")
        .setCachePreparedStatements(true);
  }

  public static Pool pool(Vertx vertx, PgConnectOptions connection) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(8))
        .connectingTo(connection)
        .using(vertx)
        .build();
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
