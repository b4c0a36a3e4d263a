package io.fedics.shared.stage;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/** The kind of what went wrong with the database: what it refuses each time it is asked is not an absence. */
public final class DatabaseFailure {
  private static final String CHECK_VIOLATION = "23514";

  private DatabaseFailure() {}

  /** Malformed: the contents are refused. Defect: the statement is. Otherwise the database is away, or busy. */
  public static StageFailure of(Throwable error) {
    if (error instanceof StageException known) {
      return known.failure();
    }
    return error instanceof PgException refusal
        ? of(refusal)
        : new StageFailure.Unavailable("database: " + error.getMessage());
  }

  /** By the class of the SQLSTATE: 22 data, 54 too long for a row or index, 23 constraints, 42 syntax and rights. */
  private static StageFailure of(PgException refusal) {
    String state = String.valueOf(refusal.getSqlState());
    String detail = "database: " + refusal.getMessage();
    if (state.startsWith("22") || state.startsWith("54")) {
      return new StageFailure.Malformed(detail);
    }
    boolean permanent = state.startsWith("42") || state.startsWith("23") && !isMovedRow(refusal);
    return permanent ? new StageFailure.Defect(detail) : new StageFailure.Unavailable(detail);
  }

  /** A row met a partition that was made at that moment: no constraint has a name, and the next try finds its place. */
  private static boolean isMovedRow(PgException refusal) {
    @Nullable String constraint = refusal.getConstraint();
    return CHECK_VIOLATION.equals(refusal.getSqlState())
        && (constraint == null || constraint.isEmpty());
  }

  /** For {@link Future#recover}. */
  public static <T> Future<T> failed(Throwable error) {
    return error instanceof StageException
        ? Future.failedFuture(error)
        : Future.failedFuture(new StageException(of(error), error));
  }
}
