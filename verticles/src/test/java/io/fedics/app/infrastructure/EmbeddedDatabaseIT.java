package io.fedics.app.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.app.config.DatabaseAddress;
import io.fedics.app.folder.DataFolder;
import io.fedics.app.folder.KeptPorts;
import io.fedics.shared.error.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
  @TempDir
  Path root;

  /** By servers that keep their port. */
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void nothingIsTold() {
    assertThat(told).isEmpty();
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void server_killed_isStartedAgainWithItsRowsUntilItIsClosed() throws Exception {
    Path data = root.resolve("data");
    try (DataFolder folder = DataFolder.open(data)) {
      int port = KeptPorts.of(folder.file("ports")).choose("postgres", "database.port", 0);
      var database = EmbeddedDatabase.start(
          folder,
          PostgresBinaries.unpacked(PostgresBinaries.usualCache(System.getenv())),
          port,
          told::add);
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
      EmbeddedDatabase.start(folder, programs, port, told::add).close();
      Path lock = Files.createFile(folder.file("postgres").resolve("postmaster.pid"));
      Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(60)));

      EmbeddedDatabase.stopLeftOver(folder);

      EmbeddedDatabase.start(folder, programs, port, told::add).close();
      Path password = Files.writeString(folder.file("postgres.password"), "");
      assertThatThrownBy(() -> EmbeddedDatabase.start(folder, programs, port, told::add))
          .isInstanceOf(UsageException.class)
          .hasMessage(password + ": missing or empty (expected: the password of the database in "
              + folder.file("postgres") + ")");
      assertThat(password).isEmptyFile();
    }
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void copyOfAFolderInUse_started_leavesTheOtherServerAlone_andItsPort() throws Exception {
    Path programs = PostgresBinaries.unpacked(PostgresBinaries.usualCache(System.getenv()));
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (DataFolder first = DataFolder.open(root.resolve("first"));
        DataFolder copy = DataFolder.open(root.resolve("copy"))) {
      int port = KeptPorts.of(first.file("ports")).choose("postgres", "database.port", 0);
      var original = EmbeddedDatabase.start(first, programs, port, told::add);
      new ProcessBuilder(
              "sh",
              "-c",
              "cp -a first/postgres first/postgres.password first/postgres.created copy/")
          .directory(root.toFile())
          .start()
          .waitFor();
      long server = pid(first.path());
      assertThat(pid(copy.path())).isEqualTo(server);

      EmbeddedDatabase.stopLeftOver(copy);

      assertThat(copy.file("postgres").resolve("postmaster.pid")).doesNotExist();
      assertThat(pid(first.path())).isEqualTo(server);
      try (Connection connection = connect(original.address())) {
        assertThat(connection.isValid(5)).isTrue();
      }

      Path away = Files.move(first.file("postgres"), root.resolve("away")); // no start again
      PostmasterFile.of(away).stopServer(); // as if it had died
      var taken = EmbeddedDatabase.start(copy, programs, port, told::add);
      assertThat(told.poll(30, TimeUnit.SECONDS))
          .isEqualTo(
              "database.port: %d leads to the database in %s by now (expected: that in %s, whose server ended)",
              port, copy.file("postgres"), first.file("postgres"));
      taken.close();
      original.close();
    }
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void processIdOfAnotherProgram_inTheLockFile_isLeftAloneAndTheServerStarts() throws Exception {
    Path programs = PostgresBinaries.unpacked(PostgresBinaries.usualCache(System.getenv()));
    Path other = Files.copy(
        Path.of("/bin/sleep"), root.resolve("postgres"), StandardCopyOption.COPY_ATTRIBUTES);
    Process stranger =
        new ProcessBuilder(other.toString(), "60").directory(root.toFile()).start();
    try (DataFolder folder = DataFolder.open(root.resolve("data"))) {
      int port = KeptPorts.of(folder.file("ports")).choose("postgres", "database.port", 0);
      EmbeddedDatabase.start(folder, programs, port, told::add).close();
      Files.writeString(
          folder.file("postgres").resolve("postmaster.pid"),
          stranger.pid() + "\n" + folder.file("postgres") + "\n1\n" + port + "\n");

      EmbeddedDatabase.stopLeftOver(folder);

      EmbeddedDatabase.start(folder, programs, port, told::add).close();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void databaseOfANewerProgram_isRefusedInOneSentence_andLeftAsItIs() throws Exception {
    Path programs = PostgresBinaries.unpacked(PostgresBinaries.usualCache(System.getenv()));
    try (DataFolder folder = DataFolder.open(root.resolve("data"))) {
      int port = KeptPorts.of(folder.file("ports")).choose("postgres", "database.port", 0);
      try (var database = EmbeddedDatabase.start(folder, programs, port, told::add)) {
        Migrations.run(database.address());
        Migrations.run(database.address());
        try (Connection connection = connect(database.address());
            var statement = connection.createStatement()) {
          statement.execute(
              "INSERT INTO flyway_schema_history SELECT max(installed_rank) + 1, '4711', 'of later', 'SQL',"
                  + " 'V4711__of_later.sql', 1, 'x', now(), 1, true FROM flyway_schema_history");
        }

        assertThatThrownBy(() -> Migrations.run(database.address()))
            .isInstanceOf(UsageException.class)
            .hasMessageMatching(
                "database\\.url: postgresql://fedics@127\\.0\\.0\\.1:\\d+/fedics: the database was written by a newer"
                    + " fedics \\(schema 4711, this program knows \\d+; expected: that version of fedics, or a"
                    + " database of this one\\)");
      }
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
