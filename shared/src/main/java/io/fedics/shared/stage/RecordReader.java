package io.fedics.shared.stage;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.Event;
import io.fedics.shared.topic.Topic;
import org.jspecify.annotations.Nullable;

/** Decodes records, those of many readers once for all of the process; what cannot be read becomes a dead letter. */
final class RecordReader {
  /** One for all readers: a codec learns the records it has met, which takes long. */
  private static final EventCodec CODEC = new EventCodec();

  private final String stage;
  private final DecodedEvents decoded;
  private final Outputs out;

  RecordReader(WorkParts parts, Outputs out) {
    this.stage = parts.stage();
    this.decoded = parts.decoded();
    this.out = out;
  }

  /** The event, or null when a dead letter was written instead. */
  @Nullable
  Event read(Received received) {
    try {
      return decode(received);
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

  private Event decode(Received received) {
    Event known = decoded.of(received);
    if (known != null) {
      return known;
    }
    Event event = CODEC.decode(received.value());
    decoded.put(received, event);
    return event;
  }
}
