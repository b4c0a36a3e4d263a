package io.fedics.shared.stage;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownServerException;

/**
 * The kind of a failure of the broker's client: what it calls retriable is an absence, not a defect, and so is what the
 * broker's owner can mend. A record that the broker refuses stays refused.
 */
final class BrokerFailure {
  private BrokerFailure() {}

  /** Looks at causes too: the client wraps what a rebalance listener throws. */
  static StageFailure of(Throwable error) {
    StageFailure failure = StageException.failureOf(error);
    if (!(failure instanceof StageFailure.Defect)) {
      return failure;
    }
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (isAbsence(each)) {
        return new StageFailure.Unavailable("broker: " + each.getMessage());
      }
    }
    return failure;
  }

  private static boolean isAbsence(Throwable error) {
    return switch (error) {
      case RetriableException _ -> true;
      case AuthenticationException _, AuthorizationException _ -> true;
      case OutOfOrderSequenceException _,
          InvalidProducerEpochException _,
          InvalidPidMappingException _ ->
        true; // a broker forgot what our producer wrote last: the next try begins anew
      case UnknownServerException _ -> true; // a fault of its own, which says nothing of the record
      default -> false;
    };
  }
}
