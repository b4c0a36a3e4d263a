package io.fedics.shared.stage;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Says why a topic that others own cannot be read. What its owner or the broker's can mend is tried again, so that it
 * works as soon as they have; a record that cannot be read stays so, and the reader stops in front of it.
 */
final class ForeignFailure {
  private final String topic;
  private final String group;

  ForeignFailure(String topic, String group) {
    this.topic = topic;
    this.group = group;
  }

  /** Looks at causes too: the client wraps what it was told. The innermost that is known decides. */
  StageFailure of(Throwable error) {
    Optional<StageFailure> innermost = Optional.empty();
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof StageException known) {
        return known.failure();
      }
      Optional<StageFailure> known = known(each);
      innermost = known.isPresent() ? known : innermost;
    }
    return innermost.orElseGet(() -> StageException.failureOf(error));
  }

  private Optional<StageFailure> known(Throwable error) {
    // Those the client calls retriable stand before that: each has more to say than an absence.
    return switch (error) {
      case AuthorizationException _ ->
        unavailable("the broker refuses it (expected: the right to describe and to read the topic,"
            + " and to read with the group " + group + ")");
      case AuthenticationException _ ->
        unavailable("the broker does not know us: " + error.getMessage());
      case UnknownTopicOrPartitionException _, UnknownTopicIdException _ ->
        unavailable("the broker has no such topic (expected: made by the program that writes it,"
            + " or by a restart of this one)");
      case CommitFailedException _ ->
        unavailable("another reader is in the group " + group + " (expected: nobody else)");
      case CorruptRecordException _ -> unavailable("records came damaged: " + error.getMessage());
      case SerializationException _ ->
        Optional.of(new StageFailure.Malformed(
            "topic " + topic + ": a record cannot be read: " + error.getMessage()));
      case RetriableException _ -> unavailable("the broker does not answer: " + error.getMessage());
      case ConfigException _ -> unavailable("the broker cannot be reached: " + error.getMessage());
      default -> Optional.empty();
    };
  }

  private Optional<StageFailure> unavailable(String why) {
    return Optional.of(new StageFailure.Unavailable("topic " + topic + ": " + why));
  }
}
