package io.fedics.shared.stage;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import org.apache.kafka.common.errors.RetriableException;

/** The kind of a failure in a reader's loop: what the broker's client calls retriable is an absence, not a defect. */
final class BrokerFailure {
  private BrokerFailure() {}

  /** Looks at causes too: the client wraps what a rebalance listener throws. */
  static StageFailure of(Throwable error) {
    StageFailure failure = StageException.failureOf(error);
    if (!(failure instanceof StageFailure.Defect)) {
      return failure;
    }
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof RetriableException) {
        return new StageFailure.Unavailable("broker: " + each.getMessage());
      }
    }
    return failure;
  }
}
