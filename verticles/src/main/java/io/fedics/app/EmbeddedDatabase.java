package io.fedics.app;

import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server beside this process: loopback only, SCRAM with a generated password, fsync on. It runs in a session
 * of its own, so Ctrl-C reaches it only through {@link #close}, after everybody who writes. When this process is killed
 * it lives on; the next start stops it first.
 */
final class EmbeddedDatabase implements AutoCloseable {
  private static final String FOLDER = "postgres";
  private static final String USER = "fedics";
  private static final String NAME = "fedics";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 20;

  private final Path data;
  private final Path log;
  private final DatabaseAddress address;

  private EmbeddedDatabase(Path data, Path log, DatabaseAddress address) {
    this.data = data;
    this.log = log;
    this.address = address;
  }

  /**
   * Starts the server of a data folder; makes it on the first call.
   *
   * @param binaries folder with {@code bin/postgres}
   * @param port free port on loopback
   */
  static EmbeddedDatabase start(DataFolder folder, Path binaries, int port)
      throws IOException, InterruptedException {
    Path passwordFile = folder.file("postgres.password");
    String password = OwnerOnly.secret(passwordFile);
    var programs = PostgresPrograms.of(binaries);
    var database = new EmbeddedDatabase(
        folder.file(FOLDER),
        folder.file("postgres.log"),
        new DatabaseAddress("127.0.0.1", port, NAME, USER, password));
    if (!Files.exists(database.data.resolve("PG_VERSION"))) {
      database.initialise(programs, passwordFile);
    }
    database.launch(programs);
    try {
      database.createDatabase();
    } catch (IOException e) {
      database.close(); // it would live on
      throw e;
    }
    return database;
  }

  /** Ends the server that a killed process left behind. Its port and settings may be old, so it is not taken over. */
  static void stopLeftOver(DataFolder folder) throws IOException, InterruptedException {
    PostmasterFile.of(folder.file(FOLDER)).stopServer();
  }

  /** In a folder of its own, then renamed: a kill in between leaves nothing half done. */
  private void initialise(PostgresPrograms programs, Path passwordFile)
      throws IOException, InterruptedException {
    Path fresh = data.resolveSibling(FOLDER + ".new");
    FolderDeletion.delete(fresh);
    programs.run(
        "initdb",
        List.of(
            "--pgdata=" + fresh,
            "--username=" + USER,
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--auth=scram-sha-256",
            "--pwfile=" + passwordFile,
            "--data-checksums",
            "--no-sync",
            "--no-instructions"));
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private void launch(PostgresPrograms programs) throws IOException, InterruptedException {
    Files.deleteIfExists(log);
    var arguments = new ArrayList<>(List.of("-D", data.toString()));
    for (String setting : List.of(
        "listen_addresses=127.0.0.1",
        "port=" + address.port(),
        "unix_socket_directories=",
        "fsync=on",
        "shared_buffers=64MB",
        "max_connections=200",
        "max_wal_size=1GB",
        "wal_compression=on",
        "jit=off",
        "logging_collector=off",
        "timezone=UTC",
        "log_timezone=UTC")) {
      arguments.addAll(List.of("-c", setting));
    }
    Process server = programs.startServer(arguments, log);
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (!PostmasterFile.of(data).isReady(server.pid())) {
      if (!server.isAlive() || System.nanoTime() > limit) {
        server.destroy();
        throw new UsageException("the database in " + data + " does not start: " + lastWords());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private String lastWords() throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains("FATAL") || line.contains("PANIC"))
        .reduce((_, last) -> last)
        .orElse("no reason given in " + log);
  }

  private void createDatabase() throws IOException {
    Path created = data.resolveSibling(FOLDER + ".created");
    if (Files.exists(created)) {
      return;
    }
    String maintenance = address.withDatabase("postgres").jdbcUrl();
    try (var connection = DriverManager.getConnection(maintenance, USER, address.password());
        var statement = connection.createStatement();
        var found =
            statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + NAME + "'")) {
      if (!found.next()) {
        statement.execute("CREATE DATABASE " + NAME);
      }
      Files.createFile(created);
    } catch (SQLException e) {
      throw new IOException("cannot create the database " + NAME + ": " + e.getMessage(), e);
    }
  }

  DatabaseAddress address() {
    return address;
  }

  /** Writes a checkpoint and ends; after 3 s without one, which the next start then catches up with. */
  @Override
  public void close() throws IOException {
    try {
      PostmasterFile.of(data).stopServer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the database server stops");
    }
  }
}
