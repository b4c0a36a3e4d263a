package io.fedics.app.folder;

import io.fedics.app.config.DatabaseAddress;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.file.DurableFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code DATA_DIR/run.json}: how other commands find a running instance. Written before it answers, gone when it stopped.
 *
 * @param http address of the console
 * @param kafka bootstrap servers
 * @param database without password
 * @param federation where sites join a training; empty where none runs
 * @param tokenFile file with the bearer token
 */
public record RunFile(
    long pid,
    String http,
    String kafka,
    String database,
    Optional<String> federation,
    Path tokenFile) {
  private static final String NAME = "run.json";

  /** The instance of a folder, if one is alive. For other processes than itself. */
  public static Optional<RunFile> find(Path folder) {
    try {
      var json = new JsonObject(Files.readString(folder.resolve(NAME)));
      var run = new RunFile(
          json.getLong("pid"),
          json.getString("http"),
          json.getString("kafka"),
          json.getString("postgres"),
          Optional.ofNullable(json.getString("fl")),
          Path.of(json.getString("token_file")));
      return isAlive(run.pid(), folder) ? Optional.of(run) : Optional.empty();
    } catch (IOException | DecodeException | NullPointerException e) {
      return Optional.empty();
    }
  }

  /** A killed instance leaves the file, and its process id may be another program's since; the lock it does not leave. */
  private static boolean isAlive(long pid, Path folder) throws IOException {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
        && DataFolder.isLocked(folder);
  }

  /** As {@link #find}, for commands that cannot work without. */
  public static RunFile require(Path folder) {
    return find(folder).orElseThrow(() -> absent(folder));
  }

  public static UsageException absent(Path folder) {
    return new UsageException(
        "--data-dir: no fedics runs on " + folder + " (expected: ./fedics up in another terminal)");
  }

  /** The embedded database of a folder's instance, with the password that is kept in the folder. */
  public DatabaseAddress embeddedDatabase(Path folder) throws IOException {
    Path password = folder.resolve("postgres.password");
    if (!Files.isReadable(password)) {
      throw new UsageException(
          "--data-dir: " + password + " (expected: a file this user can read)");
    }
    return DatabaseAddress.parse("run.json", database)
        .withPassword(Files.readString(password).trim());
  }

  public void write(Path folder) throws IOException {
    DurableFile.replace(
        folder.resolve(NAME),
        new JsonObject()
            .put("pid", pid)
            .put("http", http)
            .put("kafka", kafka)
            .put("postgres", database)
            .put("fl", federation.orElse(null))
            .put("token_file", tokenFile.toString())
            .encodePrettily());
  }

  public static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(NAME));
  }
}
