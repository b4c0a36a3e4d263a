package io.fedics.app;

import io.fedics.app.config.Configs;
import io.fedics.app.config.DatabaseAddress;
import io.fedics.app.folder.DataFolder;
import io.fedics.app.infrastructure.Infrastructure;
import io.fedics.shared.config.Settings;
import io.fedics.shared.stage.StageConfig;
import io.fedics.shared.stage.StageRuntime;
import io.fedics.shared.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A real broker and a real database in a folder of their own, for tests. */
final class RealWorld {
  private final Configs configs;
  private final Infrastructure infrastructure;
  private final Infrastructure.Endpoints endpoints;
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;

  private RealWorld(
      Configs configs, Infrastructure infrastructure, Infrastructure.Endpoints endpoints) {
    this.configs = configs;
    this.infrastructure = infrastructure;
    this.endpoints = endpoints;
    this.pool = PgBuilder.pool()
        .using(vertx)
        .with(new PoolOptions().setMaxSize(6))
        .connectingTo(new PgConnectOptions()
            .setHost(endpoints.database().host())
            .setPort(endpoints.database().port())
            .setDatabase(endpoints.database().database())
            .setUser(endpoints.database().user())
            .setPassword(endpoints.database().password())
            .setCachePreparedStatements(true))
        .build();
  }

  /** Takes about 5 s. */
  static RealWorld start(Path folder, Map<String, String> settings) throws Exception {
    var configs = Configs.from(new Settings(new HashMap<>(settings)));
    var infrastructure = Infrastructure.begin(
        DataFolder.open(folder.resolve("data")), folder.resolve("cache"), configs, _ -> {});
    return new RealWorld(configs, infrastructure, infrastructure.await());
  }

  Vertx vertx() {
    return vertx;
  }

  Configs configs() {
    return configs;
  }

  Infrastructure.Endpoints endpoints() {
    return endpoints;
  }

  /** What lets a child process use this broker and database. */
  Map<String, String> environment() {
    DatabaseAddress database = endpoints.database();
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS",
        endpoints.bootstrap(),
        "DATABASE_URL",
        "postgresql://%s:%s@%s:%d/%s"
            .formatted(
                database.user(),
                database.password(),
                database.host(),
                database.port(),
                database.database()));
  }

  Pool pool() {
    return pool;
  }

  /** From a Vert.x context: asked from plain threads, the pool sometimes never answers. */
  RowSet<Row> query(String sql) {
    return Future.<RowSet<Row>>future(
            rows -> vertx.runOnContext(_ -> pool.query(sql).execute().onComplete(rows)))
        .await();
  }

  StageRuntime runtime(Map<String, String> settings) {
    return new StageRuntime(
        endpoints.bootstrap(),
        StageConfig.from(new Settings(settings)),
        topicIds(),
        pool,
        new SimpleMeterRegistry());
  }

  Map<Topic, String> topicIds() {
    return endpoints.topicIds();
  }

  void close() throws InterruptedException {
    pool.close().await();
    vertx.close().await();
    infrastructure.close();
  }
}
