package io.fedics.app.infrastructure;

import io.fedics.app.config.DatabaseAddress;
import io.fedics.shared.error.UsageException;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

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
      throw new UsageException("database.url: " + address.publicUrl() + ": " + reason(e), e);
    }
  }

  private static String reason(FlywayException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused && isOfConnecting(refused.getSQLState())) {
        return firstLine(refused) + " (expected: a database that answers and lets this user in)";
      }
    }
    return firstLine(e) + " (expected: a database this version can use)";
  }

  /** Classes of SQLSTATE (PostgreSQL, appendix A): no connection, no such user or password, no such database. */
  private static boolean isOfConnecting(@Nullable String state) {
    return state != null
        && (state.startsWith("08") || state.startsWith("28") || state.startsWith("3D"));
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
