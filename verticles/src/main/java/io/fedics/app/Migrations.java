package io.fedics.app;

import io.fedics.shared.error.UsageException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the database's tables to the form this version expects: the scripts of {@code db/migration}. */
final class Migrations {
  private Migrations() {}

  /**
   * @throws UsageException when the database does not answer, or was written by a newer version
   */
  static void run(DatabaseAddress address) {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(address.jdbcUrl(), address.user(), address.password())
          .locations("classpath:db/migration")
          .loggers("slf4j")
          .connectRetries(3)
          .load()
          .migrate();
    } catch (FlywayException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new UsageException(
          "database.url: " + address.publicUrl() + " (expected: a database this version can use): "
              + reason,
          e);
    }
  }
}
