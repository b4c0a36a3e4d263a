package io.fedics.app.infrastructure;

import io.fedics.app.config.DatabaseAddress;
import io.fedics.shared.error.UsageException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/** Brings the database's tables to the form this version expects: the scripts of {@code db/migration}. */
final class Migrations {
  private static final Set<MigrationState> OF_NEWER =
      EnumSet.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

  private Migrations() {}

  /**
   * @throws UsageException when the database does not answer, or was written by a newer version
   */
  static void run(DatabaseAddress address) {
    try {
      Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(address.jdbcUrl(), address.user(), address.password())
          .locations("classpath:db/migration")
          .loggers("slf4j")
          .connectRetries(3)
          .load();
      requireKnown(address, flyway.info());
      flyway.migrate();
    } catch (FlywayException e) {
      throw new UsageException("database.url: " + address.publicUrl() + ": " + reason(e), e);
    }
  }

  /** Flyway itself passes over what it has no script for. */
  private static void requireKnown(DatabaseAddress address, MigrationInfoService info) {
    MigrationInfo current = info.current();
    if (current == null || !OF_NEWER.contains(current.getState())) {
      return;
    }
    String newest = Arrays.stream(info.all())
        .filter(migration -> migration.getState().isResolved())
        .map(MigrationInfo::getVersion)
        .max(Comparator.naturalOrder())
        .map(MigrationVersion::getVersion)
        .orElse("none");
    throw new UsageException(
        "database.url: %s: the database was written by a newer fedics (schema %s, this program knows %s; expected: that version of fedics, or a database of this one)"
            .formatted(address.publicUrl(), current.getVersion().getVersion(), newest));
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
