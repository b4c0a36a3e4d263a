package io.fedics.app.feed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.LauncherProcess;
import io.fedics.app.config.DatabaseAddress;
import io.fedics.app.folder.RunFile;
import io.fedics.app.infrastructure.PostmasterFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody is killed in the middle of a replay, and in the end it is as if nobody had been. */
class ReplayIT {
  private static final int FLOWS = 20_000;
  private static final long LIMIT_SECONDS = 120;

  @TempDir
  private Path folder;

  private LauncherProcess up = LauncherProcess.NONE;
  private LauncherProcess replay = LauncherProcess.NONE;

  @AfterEach
  void killWhatIsLeft() throws IOException, InterruptedException {
    replay.kill();
    up.kill();
    PostmasterFile.of(folder.resolve("data/postgres")).stopServer();
  }

  @Test
  void replay_bothSidesKilledInTheMiddle_isAsUndisturbed() throws Exception {
    Path file = folder.resolve("flows.json");
    assertThat(run(
            "simulate",
            "--out",
            file.toString(),
            "--flows",
            FLOWS + "",
            "--rate",
            "100",
            "--scenario",
            "vertical-scan",
            "--seed",
            "3"))
        .isZero();
    up = up();

    assertThat(run("replay", file.toString(), "--site", "quiet", "--data-dir", data()))
        .isZero();
    awaitRows("quiet", FLOWS);
    awaitIncidents("quiet", 1);

    replay = LauncherProcess.start(
        folder, "replay", file.toString(), "--site", "rough", "--data-dir", data());
    awaitRows("rough", 1);
    up.kill();
    up = up();
    replay.kill();
    assertThat(run("replay", file.toString(), "--site", "rough", "--data-dir", data()))
        .isZero();

    awaitRows("rough", FLOWS);
    awaitIncidents("rough", 1);
    awaitSame("sum(verdicts) FROM incidents", "rough", "quiet");
    assertThat(incidents("rough")).isEqualTo(incidents("quiet")).isNotEmpty();
    awaitSame("sum(hosts) FROM benign_counts", "rough", "quiet");
    assertThat(benign("rough")).isEqualTo(benign("quiet")).isNotEmpty();
    assertThat(rows("SELECT count(*) - count(DISTINCT event_id) FROM flows")).containsExactly("0");
    assertThat(rows("SELECT count(*) FROM ingest_sites WHERE first_second <>"
            + " (SELECT extract(epoch FROM date_trunc('second', min(observed_at))) FROM flows"
            + " WHERE flows.site = ingest_sites.site)"))
        .containsExactly("0");
  }

  private LauncherProcess up() throws IOException {
    LauncherProcess started = LauncherProcess.start(
        folder, "up", "--data-dir", data(), "--http-port", "0", "--simulate", "off");
    started.awaitLine("fedics ready at");
    return started;
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private int run(String... arguments) throws IOException, InterruptedException {
    LauncherProcess process = LauncherProcess.start(folder, arguments);
    process.output();
    return process.awaitExit(LIMIT_SECONDS, SECONDS);
  }

  private void awaitRows(String site, int least) throws IOException, SQLException {
    await("SELECT count(*) >= " + least + " FROM flows WHERE site = '" + site + "'");
  }

  private void awaitIncidents(String site, int count) throws IOException, SQLException {
    await("SELECT count(*) >= " + count + " FROM incidents WHERE site = '" + site + "'");
    awaitEnd(site);
  }

  private List<String> incidents(String site) throws IOException, SQLException {
    return rows("SELECT concat_ws(' ', label, attacker, victims, verdicts, first_seen, last_seen)"
        + " FROM incidents WHERE site = '" + site + "' ORDER BY 1");
  }

  private List<String> benign(String site) throws IOException, SQLException {
    return rows("SELECT second || ' ' || sum(hosts) FROM benign_counts WHERE site = '" + site
        + "' GROUP BY second ORDER BY second");
  }

  /**
   * The partitions of classify end one after the other, and incidents follow them, so the newest second alone does not say that
   * all is there.
   */
  private void awaitSame(String sum, String site, String other) throws IOException, SQLException {
    String question = "(SELECT " + sum + " WHERE site = '%s')";
    await("SELECT " + question.formatted(site) + " = " + question.formatted(other));
  }

  /** Until classify's last second of the site is stored. */
  private void awaitEnd(String site) throws IOException, SQLException {
    await("SELECT coalesce(max(second), 0) >= (SELECT mark FROM ingest_sites WHERE site = '" + site
        + "') FROM benign_counts WHERE site = '" + site + "'");
  }

  private void await(String question) throws IOException, SQLException {
    long limit = System.nanoTime() + SECONDS.toNanos(LIMIT_SECONDS);
    while (!rows(question).equals(List.of("t"))) {
      assertThat(System.nanoTime()).describedAs(question).isLessThan(limit);
      LockSupport.parkNanos(100_000_000);
    }
  }

  private List<String> rows(String sql) throws IOException, SQLException {
    Path data = folder.resolve("data");
    DatabaseAddress address =
        DatabaseAddress.parse("run.json", RunFile.require(data).database());
    String password = Files.readString(data.resolve("postgres.password"));
    List<String> rows = new ArrayList<>();
    try (var connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), password);
        var statement = connection.createStatement();
        var found = statement.executeQuery(sql)) {
      while (found.next()) {
        rows.add(String.valueOf(found.getString(1)));
      }
    }
    return rows;
  }
}
