package io.fedics.app;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.util.Optional;

/**
 * The database.
 *
 * @param external address of an external one; empty for the embedded one
 * @param port of the embedded server on loopback; 0 for the one of the data folder
 * @param connections most connections this process opens; 2 to 50
 */
record DatabaseConfig(Optional<DatabaseAddress> external, int port, int connections) {
  private static final int MOST_CONNECTIONS = 50;

  DatabaseConfig {
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
        settings.text("database.password", ""));
    Optional<DatabaseAddress> external = url.isEmpty()
        ? Optional.of(parts).filter(address -> !address.host().isEmpty())
        : Optional.of(DatabaseAddress.parse("database.url", url));
    return new DatabaseConfig(
        external, settings.count("database.port", 0), settings.count("database.connections", 16));
  }
}
