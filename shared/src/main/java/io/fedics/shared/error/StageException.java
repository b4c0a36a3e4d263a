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

  /**
   * The kind of any error; what nobody translated is a defect. Looks at causes too: the broker's client wraps what a
   * rebalance listener throws.
   */
  public static StageFailure failureOf(Throwable error) {
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof StageException known) {
        return known.failure;
      }
    }
    return new StageFailure.Defect(error.toString());
  }
}
