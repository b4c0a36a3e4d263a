package io.fedics.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.Main;
import io.fedics.app.cli.ProgressBar;
import io.fedics.app.config.Configs;
import io.fedics.app.config.DatabaseAddress;
import io.fedics.app.infrastructure.PostgresBinaries;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real broker, database, stages and browser connection, with few flows. */
@Timeout(300)
class BenchPipelineIT {
  @TempDir
  private Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  @Test
  void pipeline_fewFlows_measuresEverything() {
    int code = run(
        "bench", "pipeline", "--flows", "5000", "--event-rate", "200", "--hosts", "100", "--json");
    assertThat(code).as(err.toString()).isZero();
    String[] lines = out.toString().split("\n");
    var json = new JsonObject(lines[lines.length - 1]);
    assertThat(json.getLong("flows")).isEqualTo(5_000);
    assertThat(json.getLong("lost")).isZero();
    assertThat(json.getLong("duplicated")).isZero();
    assertThat(json.getLong("unknown")).isZero();
    assertThat(json.getLong("attack_flows")).isBetween(50L, 200L);
    assertThat(json.getDouble("flows_per_second")).isPositive();
    assertThat(json.getJsonArray("tenths")).hasSize(10);
    assertThat(json.getDouble("drained_seconds")).isNotNegative();
    assertThat(json.getDouble("cpu_seconds_per_million")).isPositive();
    assertThat(json.getDouble("rss_mb")).isGreaterThan(50);
    JsonObject latency = json.getJsonObject("latency_ms");
    assertThat(latency.getLong("count")).isPositive();
    assertThat(latency.getDouble("p50")).isPositive();
    assertThat(latency.getDouble("p99")).isGreaterThanOrEqualTo(latency.getDouble("p50"));
  }

  /** Rows that go or come behind the pipeline's back are noticed. */
  @Test
  void count_rowDeletedAndRowDoubled_areTold() throws Exception {
    Configs configs = Configs.from(new io.fedics.shared.config.Settings(Map.of()));
    var bench = new BenchFolder(folder.resolve("data"), true);
    var plan = new BenchPlan(
        OptionalLong.of(2_000), 0, 500, Optional.empty(), Duration.ZERO, 100_000, 40, 1);
    var bar = new ProgressBar(new PrintWriter(err), false, Clock.systemUTC(), "flows", 2_000);
    try (var world =
            BenchWorld.start(bench, PostgresBinaries.usualCache(System.getenv()), configs);
        var moments = BenchMoments.in(folder.resolve("moments"));
        var again = new EventMoments(folder.resolve("again"))) {
      BenchResult result = new PipelineBench(plan, world, moments, Optional.empty(), bar).run();
      assertThat(result.delivery()).isEqualTo(new Delivery(2_000, 2_000, 0, 0, 0));

      DatabaseAddress address = world.endpoints().database();
      try (var database =
              DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
          var statement = database.createStatement()) {
        statement.execute(
            "DELETE FROM flows WHERE event_id = (SELECT event_id FROM flows ORDER BY event_id LIMIT 1)");
        statement.execute("""
            INSERT INTO flows (event_id, site, observed_at, source, seq, sensor)
            SELECT event_id, site, observed_at + interval '1 s', source, seq, sensor FROM flows
            ORDER BY event_id DESC LIMIT 3""");
      }
      try (var drain = new BenchDrain(world.endpoints(), world.runtime())) {
        drain.readStored(again);
      }
      assertThat(Delivery.of(moments.sent(), again)).isEqualTo(new Delivery(2_000, 2_002, 1, 3, 0));
    }
    assertThat(Files.isDirectory(bench.path())).isTrue();
  }

  @Test
  void pipeline_ratePerSecond_isNotPassed() {
    int code =
        run("bench", "pipeline", "--rate", "200", "--seconds", "4", "--hosts", "60", "--json");
    assertThat(code).as(err.toString()).isZero();
    var json = new JsonObject(out.toString().strip());
    double seconds = json.getDouble("seconds");
    assertThat(seconds).isGreaterThanOrEqualTo(4);
    // attacks come on top of the rate
    assertThat(json.getLong("flows")).isPositive().isLessThan((long) (2 * 200 * seconds));
    assertThat(json.getLong("lost")).isZero();
  }

  @Test
  void pipeline_externalBroker_isRefused() {
    int code = run("bench", "pipeline", "--set", "kafka.bootstrap-servers=127.0.0.1:9");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("external broker or database");
  }
}
