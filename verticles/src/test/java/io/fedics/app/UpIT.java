package io.fedics.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.config.DatabaseAddress;
import io.fedics.app.folder.RunFile;
import io.fedics.app.infrastructure.PostmasterFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the real thing as a user does, and ends it as a user, or a power cut, does. */
class UpIT {
  @TempDir
  private Path folder;

  private LauncherProcess running = LauncherProcess.NONE;

  @AfterEach
  void killWhatIsLeft() throws IOException, InterruptedException {
    running.kill();
    PostmasterFile.of(folder.resolve("data/postgres")).stopServer();
  }

  @Test
  void up_stoppedKilledAndStartedAgain_keepsItsData() throws Exception {
    running = up();
    running.awaitLine("fedics ready at http://127.0.0.1:");
    assertThat(statusOf("/healthz")).isEqualTo(200);
    assertThat(statusOf("/api/v1/incidents")).isEqualTo(401);
    keep("first");
    assertThat(secondStart()).contains("is in use by the fedics of process " + running.pid());

    URI readyz = URI.create(RunFile.require(folder.resolve("data")).http() + "/readyz");
    running.terminate();
    assertThat(running.awaitExit(5, SECONDS)).isZero();
    assertThat(processesOnFolder()).isEmpty();

    running = up();
    awaitAnswer(readyz);
    assertThat(RunFile.find(folder.resolve("data"))).isPresent();
    running.awaitLine("fedics ready at");
    keep("second");
    running.kill();

    running = up(Map.of("BATCH_TIMEOUT_MS", "10000")); // rows that gather do not hold up the end
    running.awaitLine("fedics ready at");
    assertThat(kept()).isEqualTo(2);
    running.terminate();
    assertThat(running.awaitExit(5, SECONDS)).isZero();
    assertThat(running.errors()).doesNotContain("\tat ");
    assertThat(processesOnFolder()).isEmpty();
  }

  private LauncherProcess up() throws IOException {
    return up(Map.of());
  }

  private LauncherProcess up(Map<String, String> environment) throws IOException {
    return LauncherProcess.start(
        folder,
        environment,
        "up",
        "--data-dir",
        folder.resolve("data").toString(),
        "--http-port",
        "0");
  }

  private int statusOf(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(
            URI.create(RunFile.require(folder.resolve("data")).http() + path))
        .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  /** The port is kept over restarts. */
  private static void awaitAnswer(URI readyz) throws InterruptedException {
    long limit = System.nanoTime() + SECONDS.toNanos(60);
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (System.nanoTime() < limit) {
        try {
          client.send(
              HttpRequest.newBuilder(readyz).build(), HttpResponse.BodyHandlers.discarding());
          return;
        } catch (IOException e) {
          Thread.onSpinWait(); // not yet
        }
      }
    }
    throw new AssertionError("no answer at " + readyz);
  }

  private String secondStart() throws IOException, InterruptedException {
    LauncherProcess second = up();
    assertThat(second.awaitExit(30, SECONDS)).isEqualTo(2);
    return second.errors();
  }

  private void keep(String word) throws IOException, SQLException {
    try (var connection = connection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS kept (word text)");
      statement.execute("INSERT INTO kept VALUES ('" + word + "')");
    }
  }

  private int kept() throws IOException, SQLException {
    try (var connection = connection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM kept")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private java.sql.Connection connection() throws IOException, SQLException {
    Path data = folder.resolve("data");
    RunFile run = RunFile.require(data);
    DatabaseAddress address = DatabaseAddress.parse("run.json", run.database());
    String password = Files.readString(data.resolve("postgres.password"));
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), password);
  }

  private Stream<String> processesOnFolder() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(folder.toString()));
  }
}
