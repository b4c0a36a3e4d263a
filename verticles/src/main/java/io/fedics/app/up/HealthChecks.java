package io.fedics.app.up;

import io.fedics.app.infrastructure.Infrastructure;
import io.fedics.present.access.HealthCheck;
import io.fedics.present.access.HealthCheck.Answer;
import io.fedics.shared.stage.StageHealth;
import io.fedics.shared.stage.StageMetrics;
import io.fedics.shared.stage.StageRuntime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What {@code /healthz} and {@code /readyz} ask: broker, database, each stage of this process, lag. */
final class HealthChecks {
  private static final long MOST_LAG = 50_000;

  private final NetClient net;
  private final Infrastructure.Endpoints endpoints;
  private final Pool pool;
  private final StageRuntime runtime;
  private final List<String> coming;

  /**
   * @param coming stages that are deployed when the checks are there already
   */
  HealthChecks(
      Vertx vertx,
      Infrastructure.Endpoints endpoints,
      Pool pool,
      StageRuntime runtime,
      List<String> coming) {
    this.net = vertx.createNetClient();
    this.endpoints = endpoints;
    this.pool = pool;
    this.runtime = runtime;
    this.coming = coming;
  }

  /** Call when all other stages are deployed. */
  List<HealthCheck> all() {
    var checks = new ArrayList<HealthCheck>();
    checks.add(new HealthCheck("kafka", this::broker));
    checks.add(new HealthCheck("postgres", this::database));
    var stages = new TreeSet<>(byStage().keySet());
    stages.addAll(coming);
    for (String stage : stages) {
      checks.add(new HealthCheck("stage-" + stage, () -> Future.succeededFuture(stage(stage))));
    }
    checks.add(new HealthCheck("lag", () -> Future.succeededFuture(lag())));
    return checks;
  }

  /** One address that answers will do: the clients ask there for all others. */
  private Future<Answer> broker() {
    return Future.any(Arrays.stream(endpoints.bootstrap().split(","))
            .map(String::strip)
            .filter(address -> !address.isEmpty())
            .map(this::connection)
            .toList())
        .map(_ -> Answer.ok())
        .otherwise(error -> Answer.down("no connection: " + error.getMessage()));
  }

  private Future<Void> connection(String address) {
    int colon = address.lastIndexOf(':');
    return net.connect(
            Integer.parseInt(address, colon + 1, address.length(), 10), address.substring(0, colon))
        .compose(NetSocket::close);
  }

  private Future<Answer> database() {
    return pool.query("SELECT 1")
        .execute()
        .map(_ -> Answer.ok())
        .otherwise(error -> Answer.down("no answer: " + error.getMessage()));
  }

  private Map<String, List<StageHealth>> byStage() {
    Map<String, List<StageHealth>> stages = new TreeMap<>();
    runtime
        .running()
        .forEach(running -> stages
            .computeIfAbsent(running.stage(), _ -> new ArrayList<>())
            .add(running.health().get()));
    return stages;
  }

  /** The worst of its instances. */
  private Answer stage(String name) {
    Answer worst = Answer.ok();
    for (StageHealth health :
        byStage().getOrDefault(name, List.of(StageHealth.of(StageHealth.State.STARTING)))) {
      Answer answer = answerOf(health);
      if (answer.status().compareTo(worst.status()) > 0) {
        worst = answer;
      }
    }
    return worst;
  }

  private static Answer answerOf(StageHealth health) {
    return switch (health.state()) {
      case RUNNING -> Answer.ok();
      case STARTING -> Answer.degraded("starting");
      case RETRYING -> Answer.degraded(health.detail());
      case FAILED -> Answer.down(health.detail());
      case STOPPED -> Answer.down("stopped");
    };
  }

  private Answer lag() {
    long most =
        runtime.snapshots().stream().mapToLong(StageMetrics.Snapshot::lag).max().orElse(0);
    return most > MOST_LAG ? Answer.degraded(most + " records are waiting") : Answer.ok();
  }
}
