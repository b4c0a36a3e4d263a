package io.fedics.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.config.DatabaseAddress;
import io.fedics.app.infrastructure.DatabasePool;
import io.fedics.app.infrastructure.Infrastructure;
import io.fedics.present.access.HealthCheck;
import io.fedics.present.access.HealthCheck.Answer;
import io.fedics.shared.config.Settings;
import io.fedics.shared.stage.StageConfig;
import io.fedics.shared.stage.StageRuntime;
import io.fedics.shared.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Without broker and database. */
class HealthChecksTest {
  private static final String NOWHERE = "127.0.0.1:1";
  private static final String READER = "ingest-network-log";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void all_stageThatIsDeployedLater_isAmongThemAndStarts() {
    Pool pool = DatabasePool.open(vertx, new PgConnectOptions().setPort(1), 2);
    try (var runtime = new StageRuntime(
        NOWHERE,
        StageConfig.from(new Settings(Map.of())),
        Map.of(),
        pool,
        new SimpleMeterRegistry())) {
      runtime.foreign(vertx, "earlier", Topic.NETWORK_TRAFFIC);
      var endpoints = new Infrastructure.Endpoints(
          NOWHERE, Map.of(), new DatabaseAddress("127.0.0.1", 1, "fedics", "fedics", "secret"));
      List<HealthCheck> checks =
          new HealthChecks(vertx, endpoints, pool, runtime, List.of(READER)).all();
      assertThat(checks)
          .extracting(HealthCheck::id)
          .containsExactly("kafka", "postgres", "stage-earlier", "stage-" + READER, "lag");
      assertThat(answer(checks)).isEqualTo(Answer.degraded("starting"));
    }
  }

  private static Answer answer(List<HealthCheck> checks) {
    return checks.stream()
        .filter(check -> check.id().equals("stage-" + READER))
        .findFirst()
        .orElseThrow()
        .ask()
        .get()
        .await();
  }
}
