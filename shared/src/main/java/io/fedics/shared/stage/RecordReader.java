package io.fedics.shared.stage;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.Event;
import io.fedics.shared.topic.Topic;
import org.jspecify.annotations.Nullable;

/** Decodes records; what cannot be read becomes a dead letter. */
final class RecordReader {
  /** One for all readers: a codec learns the records it has met, which takes long, and knows flows another one has read. */
  static final EventCodec CODEC = new EventCodec();

  private final String stage;
  private final Outputs out;

  RecordReader(String stage, Outputs out) {
    this.stage = stage;
    this.out = out;
  }

  /** The event, or null when a dead letter was written instead. */
  @Nullable
  Event read(Received received) {
    try {
      return CODEC.decode(received.value());
    } catch (StageException e) {
      if (!(e.failure() instanceof StageFailure.Malformed malformed)) {
        throw e;
      }
      out.toPartition(
          Topic.DEAD_LETTERS,
          received.partition(),
          DeadLetters.of(stage, received, malformed.detail()));
      return null;
    }
  }
}
