package io.fedics.app.infrastructure;

import io.fedics.app.config.DatabaseAddress;
import io.fedics.app.folder.DataFolder;
import io.fedics.app.folder.FolderDeletion;
import io.fedics.app.folder.OwnerOnly;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server beside this process: loopback only, SCRAM with a generated password, fsync on. It runs in a session
 * of its own, so Ctrl-C reaches it only through {@link #close}, after everybody who writes. When this process is killed
 * it lives on; the next start stops it first. When the server ends by itself it is started again, on the same port,
 * unless the server of a copy of this folder has it by then.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String FOLDER = "postgres";
  private static final String USER = "fedics";
  private static final String NAME = "fedics";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 20;

  /** Tries to start it again, each a second later than the one before: what the old one left needs a while to end. */
  private static final int RESTARTS = 5;

  /** A server that ran for so long may be started so often anew. */
  private static final Duration SOUND = Duration.ofMinutes(10);

  private final PostgresPrograms programs;
  private final Path data;
  private final Path log;
  private final DatabaseAddress address;
  private final Consumer<String> onTaken;
  private volatile boolean closing;
  private long launchedAt;
  private int restarts;

  private EmbeddedDatabase(
      PostgresPrograms programs,
      Path data,
      Path log,
      DatabaseAddress address,
      Consumer<String> onTaken) {
    this.programs = programs;
    this.data = data;
    this.log = log;
    this.address = address;
    this.onTaken = onTaken;
  }

  /**
   * Starts the server of a data folder; makes it on the first call.
   *
   * @param binaries folder with {@code bin/postgres}
   * @param port free port on loopback
   * @param onTaken told in a sentence that the port leads to another folder's database by now, which lets this one's
   *     clients in; they must end
   */
  static EmbeddedDatabase start(
      DataFolder folder, Path binaries, int port, Consumer<String> onTaken)
      throws IOException, InterruptedException {
    Path passwordFile = folder.file("postgres.password");
    boolean isMade = Files.exists(folder.file(FOLDER).resolve("PG_VERSION"));
    if (isMade && OwnerOnly.text(passwordFile).filter(text -> !text.isBlank()).isEmpty()) {
      throw new UsageException("%s: missing or empty (expected: the password of the database in %s)"
          .formatted(passwordFile, folder.file(FOLDER)));
    }
    String password = OwnerOnly.secret(passwordFile);
    var database = new EmbeddedDatabase(
        PostgresPrograms.of(binaries),
        folder.file(FOLDER),
        folder.file("postgres.log"),
        new DatabaseAddress("127.0.0.1", port, NAME, USER, password),
        onTaken);
    if (!isMade) {
      database.initialise(passwordFile);
    }
    Files.deleteIfExists(database.log);
    database.launch();
    try {
      database.createDatabase();
    } catch (IOException e) {
      database.close(); // it would live on
      throw e;
    }
    return database;
  }

  /** Ends the server that a killed process left behind. Its port and settings may be old, so it is not taken over. */
  public static void stopLeftOver(DataFolder folder) throws IOException, InterruptedException {
    PostmasterFile left = PostmasterFile.of(folder.file(FOLDER));
    left.stopServer();
    left.deleteIfLeftEmpty();
    left.deleteIfOfAnother();
  }

  /** In a folder of its own, then renamed: a kill in between leaves nothing half done. */
  private void initialise(Path passwordFile) throws IOException, InterruptedException {
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

  private void launch() throws IOException, InterruptedException {
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
    launchedAt = System.nanoTime();
    var _ = server
        .onExit()
        .thenAcceptAsync(
            this::onExit,
            task -> Thread.ofPlatform().name("database-restart").daemon().start(task));
  }

  private void onExit(Process ended) {
    if (closing) {
      return;
    }
    LOG.warn("the database server ended with code {}; it is started again", ended.exitValue());
    if (System.nanoTime() - launchedAt > SOUND.toNanos()) {
      restarts = 0;
    }
    try {
      if (isTaken()) {
        return;
      }
      while (restarts < RESTARTS && !closing) {
        restarts++;
        TimeUnit.SECONDS.sleep(restarts);
        if (isLaunchedAgain() || isTaken()) {
          return;
        }
      }
      if (!closing) {
        LOG.error(
            "the database server does not start again, see {}; stop fedics and start it", log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isLaunchedAgain() throws InterruptedException {
    try {
      launch();
      if (closing) {
        close(); // which looked for a server before there was one
      }
      LOG.info("the database server runs again");
      return true;
    } catch (UsageException | IOException e) {
      LOG.warn("{}", e.getMessage());
      return false;
    }
  }

  /** A copy of this folder has the same password, so its server would let our clients in. */
  private boolean isTaken() {
    Optional<Path> other = folderBehindPort().filter(folder -> !isOurs(folder));
    other.ifPresent(folder -> onTaken.accept(
        "database.port: %d leads to the database in %s by now (expected: that in %s, whose server ended)"
            .formatted(address.port(), folder, data)));
    return other.isPresent();
  }

  /** Of the server that answers there and takes our password. */
  private Optional<Path> folderBehindPort() {
    try (var connection = DriverManager.getConnection(
            address.withDatabase("postgres").jdbcUrl(), USER, address.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW data_directory")) {
      return rows.next() ? Optional.of(Path.of(rows.getString(1))) : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty(); // nobody, or a stranger to whom nothing of ours is sent
    }
  }

  private boolean isOurs(Path folder) {
    try {
      return Files.isSameFile(folder, data);
    } catch (IOException e) {
      return false;
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
    closing = true;
    try {
      PostmasterFile.of(data).stopServer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the database server stops");
    }
  }
}
