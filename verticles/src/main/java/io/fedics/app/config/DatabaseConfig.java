package io.fedics.app.config;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The database.
 *
 * @param external address of an external one; empty for the embedded one
 * @param port of the embedded server on loopback; 0 for the one of the data folder
 * @param connections most connections this process opens; 2 to 50
 */
public record DatabaseConfig(Optional<DatabaseAddress> external, int port, int connections) {
  private static final int MOST_CONNECTIONS = 50;

  public DatabaseConfig {
    if (connections < 2 || connections > MOST_CONNECTIONS) {
      throw new UsageException(
          "database.connections: " + connections + " (expected: 2 to " + MOST_CONNECTIONS + ")");
    }
  }

  static DatabaseConfig from(Settings settings) {
    String url = settings.text("database.url", "");
    String host = settings.text("database.host", "");
    var parts = new DatabaseAddress(
        host,
        settings.count("database.external-port", 5432),
        settings.text("database.name", "fedics"),
        settings.text("database.user", "postgres"),
        password(settings));
    Optional<DatabaseAddress> external = url.isEmpty()
        ? Optional.of(parts).filter(address -> !address.host().isEmpty())
        : Optional.of(DatabaseAddress.parse("database.url", url));
    return new DatabaseConfig(
        external, settings.count("database.port", 0), settings.count("database.connections", 16));
  }

  /** A file, so that neither the environment nor a list of processes shows it. */
  private static String password(Settings settings) {
    String given = settings.text("database.password", "");
    String file = settings.text("database.password-file", "");
    if (file.isEmpty()) {
      return given;
    }
    if (!given.isEmpty()) {
      throw new UsageException(
          "database.password-file: " + file + " (expected: this or database.password, not both)");
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException | InvalidPathException e) {
      throw new UsageException(
          "database.password-file: " + file + " (expected: a readable text file)", e);
    }
  }
}
