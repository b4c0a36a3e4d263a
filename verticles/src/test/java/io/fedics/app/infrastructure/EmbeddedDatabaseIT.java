package io.fedics.app.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.app.config.DatabaseAddress;
import io.fedics.app.folder.DataFolder;
import io.fedics.app.folder.KeptPorts;
import io.fedics.shared.error.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
  @TempDir
  Path root;

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void server_killed_isStartedAgainWithItsRowsUntilItIsClosed() throws Exception {
    Path data = root.resolve("data");
    try (DataFolder folder = DataFolder.open(data)) {
      int port = KeptPorts.of(folder.file("ports")).choose("postgres", "database.port", 0);
      var database = EmbeddedDatabase.start(
          folder, PostgresBinaries.unpacked(PostgresBinaries.usualCache(System.getenv())), port);
      try (Connection connection = connect(database.address());
          var statement = connection.createStatement()) {
        statement.execute("CREATE TABLE kept AS SELECT 7 AS value");
      }
      long killed = pid(data);

      assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();

      assertThat(valueOnceItAnswers(database.address())).isEqualTo(7);
      assertThat(pid(data)).isNotEqualTo(killed);

      database.close();
      assertThat(data.resolve("postgres").resolve("postmaster.pid")).doesNotExist();
    }
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void start_behindAPowerCut_emptyLockFileIsNoServer_emptyPasswordIsOneSentence() throws Exception {
    Path programs = PostgresBinaries.unpacked(PostgresBinaries.usualCache(System.getenv()));
    try (DataFolder folder = DataFolder.open(root.resolve("data"))) {
      int port = KeptPorts.of(folder.file("ports")).choose("postgres", "database.port", 0);
      EmbeddedDatabase.start(folder, programs, port).close();
      Path lock = Files.createFile(folder.file("postgres").resolve("postmaster.pid"));
      Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(60)));

      EmbeddedDatabase.stopLeftOver(folder);

      EmbeddedDatabase.start(folder, programs, port).close();
      Path password = Files.writeString(folder.file("postgres.password"), "");
      assertThatThrownBy(() -> EmbeddedDatabase.start(folder, programs, port))
          .isInstanceOf(UsageException.class)
          .hasMessage(password + ": missing or empty (expected: the password of the database in "
              + folder.file("postgres") + ")");
      assertThat(password).isEmptyFile();
    }
  }

  private static long pid(Path data) throws Exception {
    return Long.parseLong(Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid"))
        .getFirst()
        .trim());
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }

  /** Asks again until it holds; the test's own time limit ends it. */
  private static int valueOnceItAnswers(DatabaseAddress address) throws InterruptedException {
    while (true) {
      try (Connection connection = connect(address);
          var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT value FROM kept")) {
        rows.next();
        return rows.getInt(1);
      } catch (SQLException e) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }
}
