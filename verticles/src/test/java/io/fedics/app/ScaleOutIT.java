package io.fedics.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.folder.RunFile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes share the work on one broker and database. One of them is stopped and started again, and later killed, each
 * time in the middle of a replay; what is stored is what {@code detect} says of the file.
 */
class ScaleOutIT {
  private static final int FLOWS = 20_000;
  private static final long LIMIT_SECONDS = 180;

  /** 200 s of flows in 10 s, so that there is a middle on every machine. */
  private static final String SPEED = "20";

  private static final String ATTACKS = """
      [{"scenario": "vertical-scan", "start": 30, "duration": 30},
       {"scenario": "syn-flood", "start": 100, "duration": 20}]""";

  @TempDir
  private Path folder = Path.of("");

  private RealWorld world;
  private Map<String, String> environment = Map.of();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<LauncherProcess> started = new ArrayList<>();

  @BeforeEach
  void startBrokerAndDatabase() throws Exception {
    world = RealWorld.start(folder.resolve("elsewhere"), Map.of());
    environment = world.environment();
  }

  @AfterEach
  void stopEverything() throws InterruptedException {
    for (LauncherProcess process : started) {
      process.kill();
    }
    http.close();
    world.close();
  }

  @Test
  void replay_secondProcessRestartedThenKilled_isAsDetectSays() throws Exception {
    Path file = simulated();
    int port = freePort();
    LauncherProcess first = up("first", port);
    LauncherProcess second = up("second", port);
    first.awaitLine("fedics ready at");
    second.awaitLine("fedics ready at");
    await("both on one bus", () -> get("first", "/metrics").contains("_cluster_processes 2.0"));

    LauncherProcess replay = replay(file, "restarted");
    awaitRows("restarted", FLOWS / 4);
    second.terminate();
    assertThat(second.awaitExit(10, SECONDS)).isZero();
    assertInTheMiddle("restarted");
    second = up("second", port);
    second.awaitLine("fedics ready at");
    assertAsDetectSays(file, "restarted", replay);

    replay = replay(file, "killed");
    awaitRows("killed", FLOWS / 4);
    second.kill();
    assertInTheMiddle("killed");
    assertAsDetectSays(file, "killed", replay);
  }

  private void assertAsDetectSays(Path file, String site, LauncherProcess replay) throws Exception {
    replay.output();
    assertThat(replay.awaitExit(LIMIT_SECONDS, SECONDS)).isZero();
    JsonObject expected = new JsonObject(run("detect", file.toString(), "--site", site, "--json"));
    assertThat(expected.getJsonArray("incidents")).hasSizeGreaterThanOrEqualTo(2);
    awaitRows(site, FLOWS);
    String hash = expected.getString("verdicts_sha256");
    await(
        "verdicts of " + site + " are " + hash,
        () -> hash.equals(new JsonObject(get("first", "/api/v1/stats?site=" + site))
            .getString("verdicts_sha256")));
    await("incidents of " + site, () -> incidentsOf(expected).equals(stored(site)));
    assertThat(count("SELECT count(*) FROM flows WHERE site = '" + site + "'")).isEqualTo(FLOWS);
    assertThat(count(
            "SELECT count(*) - count(DISTINCT event_id) FROM flows WHERE site = '" + site + "'"))
        .isZero();
  }

  private void assertInTheMiddle(String site) {
    assertThat(count("SELECT count(*) FROM flows WHERE site = '" + site + "'")).isLessThan(FLOWS);
  }

  private Path simulated() throws IOException, InterruptedException {
    Path scenario = Files.writeString(folder.resolve("attacks.json"), ATTACKS);
    Path file = folder.resolve("flows.json");
    run(
        "simulate",
        "--out",
        file.toString(),
        "--flows",
        FLOWS + "",
        "--rate",
        "100",
        "--scenario",
        scenario.toString(),
        "--seed",
        "3");
    return file;
  }

  private LauncherProcess up(String name, int clusterPort) throws IOException {
    return start(
        "up",
        "--cluster",
        "--data-dir",
        folder.resolve(name).toString(),
        "--http-port",
        "0",
        "--stages",
        "aggregate,detect,classify,predict,incident,persist,present",
        "--set",
        "cluster.port=" + clusterPort,
        "--set",
        "detect.instances=2",
        "--set",
        "stage.session-timeout=10s");
  }

  private LauncherProcess replay(Path file, String site) throws IOException {
    return start(
        "replay",
        file.toString(),
        "--site",
        site,
        "--speed",
        SPEED,
        "--data-dir",
        folder.resolve("replay").toString());
  }

  private LauncherProcess start(String... arguments) throws IOException {
    LauncherProcess process = LauncherProcess.start(folder, environment, arguments);
    started.add(process);
    return process;
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    LauncherProcess process = start(arguments);
    String output = process.output();
    assertThat(process.awaitExit(LIMIT_SECONDS, SECONDS))
        .describedAs(process.errors())
        .isZero();
    return output;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return Math.min(socket.getLocalPort(), 65_000);
    }
  }

  private String get(String process, String path) throws IOException, InterruptedException {
    Path data = folder.resolve(process);
    var request = HttpRequest.newBuilder(URI.create(RunFile.require(data).http() + path))
        .header(
            "Authorization", "Bearer " + Files.readString(data.resolve("token")).trim())
        .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static List<String> incidentsOf(JsonObject detected) {
    return detected.getJsonArray("incidents").stream()
        .map(JsonObject.class::cast)
        .map(it -> "%s %s %s %s"
            .formatted(
                it.getString("label"),
                it.getString("level"),
                it.getString("attacker"),
                it.getString("summary")))
        .sorted()
        .toList();
  }

  private List<String> stored(String site) {
    List<String> incidents = new ArrayList<>();
    world
        .query(
            "SELECT concat_ws(' ', label, level, attacker, summary) FROM incidents WHERE site = '"
                + site + "'")
        .forEach(row -> incidents.add(row.getString(0)));
    incidents.sort(null);
    return incidents;
  }

  private void awaitRows(String site, int least) throws Exception {
    await(
        least + " flows of " + site,
        () -> count("SELECT count(*) FROM flows WHERE site = '" + site + "'") >= least);
  }

  private long count(String sql) {
    return world.query(sql).iterator().next().getLong(0);
  }

  private static void await(String what, Callable<Boolean> reached) throws Exception {
    long limit = System.nanoTime() + SECONDS.toNanos(LIMIT_SECONDS);
    while (!reached.call()) {
      assertThat(System.nanoTime()).describedAs(what).isLessThan(limit);
      LockSupport.parkNanos(200_000_000);
    }
  }
}
