package io.fedics.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.infrastructure.DatabasePool;
import io.fedics.app.up.EventLoopDelay;
import io.fedics.app.up.HealthWatch;
import io.fedics.app.up.ProcessMetrics;
import io.fedics.app.up.TrialMetrics;
import io.fedics.app.up.TrialMetricsTest;
import io.fedics.fl.grpc.Departure;
import io.fedics.fl.grpc.FederationListener;
import io.fedics.fl.grpc.FederationMetrics;
import io.fedics.fl.grpc.Refusal;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.round.RoundReport;
import io.fedics.present.PresentConfig;
import io.fedics.present.StatusVerticle;
import io.fedics.present.access.HealthCheck;
import io.fedics.present.access.HealthCheck.Answer;
import io.fedics.shared.config.Settings;
import io.fedics.shared.stage.StageConfig;
import io.fedics.shared.stage.StageRuntime;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What Prometheus and Grafana are told to ask for is what the program shows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringFilesTest {
  private static final Path DASHBOARDS = Path.of("../docker/grafana/dashboards");
  /** Of Prometheus itself. */
  private static final Set<String> OF_THE_SCRAPE = Set.of("up");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MicrometerMetricsFactory factory = new MicrometerMetricsFactory(registry);
  private final VertxOptions options =
      new VertxOptions().setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true));
  private final Vertx vertx = Vertx.builder().with(options).withMetrics(factory).build();
  private final HealthCheck check =
      new HealthCheck("kafka", () -> Future.succeededFuture(Answer.degraded("slow")));
  private final StatusVerticle status = new StatusVerticle(
      PresentConfig.from(new Settings(Map.of())),
      List.of(check),
      registry::scrape,
      SocketAddress.inetSocketAddress(0, "127.0.0.1"));
  private ProcessMetrics process = new ProcessMetrics(registry, Path.of("."));
  private Set<String> names = Set.of();

  /** Everything the program makes, without broker and database. */
  @BeforeAll
  void scrape() {
    Pool pool = DatabasePool.open(vertx, new PgConnectOptions().setPort(1), 2);
    try (var runtime = new StageRuntime(
        "127.0.0.1:1", StageConfig.from(new Settings(Map.of())), Map.of(), pool, registry)) {
      Stream.of("aggregate", "physics-flow", "classify").forEach(runtime::metrics);
    }
    new FederationMetrics(registry, new Silent());
    new TrialMetrics(registry, _ -> {})
        .counted("iforest", new TrialMetricsTest.Deciding(List.of()));
    askDatabase(factory.metrics(options));
    vertx.deployVerticle(new EventLoopDelay(registry)).await();
    vertx.deployVerticle(new HealthWatch(List.of(check), registry)).await();
    vertx.deployVerticle(status).await();
    collect();
    names = get("/metrics")
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceFirst("[{ ].*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Figures of the collector exist from its first collection on. */
  private void collect() {
    for (int i = 0; i < 100 && registry.find("jvm.gc.pause").timers().isEmpty(); i++) {
      System.gc();
      LockSupport.parkNanos(100_000_000);
    }
  }

  /** What the client of the database tells when it has an answer. */
  @SuppressWarnings("unchecked")
  private static void askDatabase(VertxMetrics metrics) {
    var client = (ClientMetrics<Object, Object, Object>)
        metrics.createClientMetrics(SocketAddress.inetSocketAddress(1, "127.0.0.1"), "sql", "");
    Object asked = client.requestBegin("", "");
    client.requestEnd(asked);
    client.responseBegin(asked, "");
    client.responseEnd(asked);
  }

  @AfterAll
  void close() {
    process.close();
    vertx.close().await();
  }

  private record Page(int status, String body) {}

  private Page get(String path) {
    return vertx
        .createHttpClient()
        .request(HttpMethod.GET, status.port(), "127.0.0.1", path)
        .compose(request -> request.send())
        .compose(this::page)
        .await();
  }

  private Future<Page> page(HttpClientResponse response) {
    return response.body().map(Buffer::toString).map(text -> new Page(response.statusCode(), text));
  }

  @Test
  void status_withoutAConsole_showsHealthAndCountersAndNothingElse() {
    assertThat(get("/healthz").status()).isEqualTo(200);
    assertThat(new JsonObject(get("/readyz").body()).getString("status")).isEqualTo("degraded");
    assertThat(get("/metrics").body())
        .contains("fedics_app_health_status{check=\"kafka\"} 1")
        .contains("fedics_physics_flow_records_read_total{stage=\"physics-flow\"} 0");
    assertThat(get("/api/v1/me").status()).isEqualTo(404);
    assertThat(get("/").status()).isEqualTo(404);
  }

  @Test
  void patternsOf_everythingOurQueriesUse_areTheMetricsOnly() {
    assertThat(MetricQuery.patternsOf("histogram_quantile(0.99, sum by (stage, le) "
            + "(rate({__name__=~\"a_.+_bucket\", stage=~\"$stage\"}[$__rate_interval]))) > 1e3"))
        .containsExactly("a_.+_bucket");
    assertThat(
            MetricQuery.patternsOf("x_free{job=\"f\"} / (y_total > 0) and max_over_time(up[1d])"))
        .containsExactly("up", "x_free", "y_total");
    assertThat(MetricQuery.patternsOf("label_values(up{job=\"fedics\"}, process)"))
        .containsExactly("up");
  }

  @Test
  void alerts_always_askForMetricsThatExist() throws IOException {
    for (JsonObject rule : rules()) {
      assertAllExist(rule.getString("alert"), rule.getString("expr"));
    }
  }

  @Test
  void alerts_always_sayHowBadWhatAndStandInTheManual() throws IOException {
    String manual = Files.readString(Path.of("../docs/operations.md"));
    for (JsonObject rule : rules()) {
      String name = rule.getString("alert");
      assertThat(rule.getJsonObject("labels").getString("severity"))
          .describedAs(name)
          .isIn("critical", "warning");
      assertThat(rule.getJsonObject("annotations").fieldNames())
          .describedAs(name)
          .contains("summary", "description");
      assertThat(manual).contains("| `" + name + "` |");
    }
  }

  private static List<JsonObject> rules() throws IOException {
    List<JsonObject> rules = new ArrayList<>();
    for (JsonObject group :
        objects(YamlFile.read("docker/prometheus/alerts.yml").getJsonArray("groups"))) {
      rules.addAll(objects(group.getJsonArray("rules")));
    }
    assertThat(rules).hasSizeGreaterThan(10);
    return rules;
  }

  @Test
  void dashboards_always_askForMetricsThatExist() throws IOException {
    int queries = 0;
    for (JsonObject dashboard : dashboards()) {
      for (JsonObject panel : objects(dashboard.getJsonArray("panels"))) {
        for (JsonObject target : objects(panel.getJsonArray("targets"))) {
          assertAllExist(panel.getString("title"), target.getString("expr"));
          queries++;
        }
      }
      for (JsonObject variable :
          objects(dashboard.getJsonObject("templating").getJsonArray("list"))) {
        assertAllExist(variable.getString("name"), variable.getString("definition"));
      }
    }
    assertThat(queries).isGreaterThan(30);
  }

  @Test
  void dashboards_always_useTheProvisionedSourceAndAreToldApart() throws IOException {
    String source = objects(YamlFile.read("docker/grafana/provisioning/datasources/prometheus.yml")
            .getJsonArray("datasources"))
        .getFirst()
        .getString("uid");
    Map<String, String> titles = new TreeMap<>();
    for (JsonObject dashboard : dashboards()) {
      assertThat(titles.put(dashboard.getString("uid"), dashboard.getString("title")))
          .isNull();
      Set<Integer> ids = new TreeSet<>();
      for (JsonObject panel : objects(dashboard.getJsonArray("panels"))) {
        assertThat(ids.add(panel.getInteger("id"))).isTrue();
        assertThat(panel.getJsonObject("datasource").getString("uid")).isEqualTo(source);
      }
    }
  }

  private static List<JsonObject> dashboards() throws IOException {
    List<JsonObject> dashboards = new ArrayList<>();
    try (var files = Files.list(DASHBOARDS)) {
      for (Path file : files.sorted().toList()) {
        dashboards.add(new JsonObject(Files.readString(file)));
      }
    }
    assertThat(dashboards).isNotEmpty();
    return dashboards;
  }

  private void assertAllExist(String where, String query) {
    Set<String> patterns = MetricQuery.patternsOf(query);
    assertThat(patterns).describedAs(where).isNotEmpty();
    for (String pattern : patterns) {
      assertThat(names.stream().anyMatch(name -> name.matches(pattern)))
          .describedAs("%s: %s is shown by the program", where, pattern)
          .isEqualTo(!OF_THE_SCRAPE.contains(pattern));
    }
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  private static final class Silent implements FederationListener {
    @Override
    public void joined(String client, String address) {}

    @Override
    public void left(String client, Departure departure, String reason) {}

    @Override
    public void refused(String client, Refusal kind, String reason) {}

    @Override
    public void finished(RoundReport report, SavedTraining saved) {}

    @Override
    public void stopped(int finishedRounds, String reason) {}

    @Override
    public void aborted(RoundReport report) {}
  }
}
