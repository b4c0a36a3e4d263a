package io.fedics.shared.error;

import org.jspecify.annotations.Nullable;

/** Carries a {@link StageFailure} through an exception or a failed future. */
public final class StageException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient StageFailure failure;

  public StageException(StageFailure failure) {
    this(failure, null);
  }

  public StageException(StageFailure failure, @Nullable Throwable cause) {
    super(failure.detail(), cause);
    this.failure = failure;
  }

  public StageFailure failure() {
    return failure;
  }

  /** The kind of any error; what nobody translated is a defect. */
  public static StageFailure failureOf(Throwable error) {
    return error instanceof StageException known
        ? known.failure
        : new StageFailure.Defect(error.toString());
  }
}
