package io.fedics.shared.stage;

import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.event.DeadLetter;
import io.fedics.shared.topic.Topic;
import java.time.Duration;

/**
 * One record that somebody else wrote.
 *
 * @param topicId the broker's own id of the topic, so that one made anew gives other events
 * @param storedAt when the producer sent it, or the broker took it; epoch milliseconds, −1 when nobody said
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ForeignRecord(
    Topic topic, String topicId, int partition, long offset, long storedAt, byte[] value) {
  /** By how much the clock of whoever sent a record may be ahead: its second is waited for. */
  public static final Duration MOST_AHEAD = Duration.ofMinutes(10);

  /** 2000-01-01, before there was a broker: seconds where milliseconds belong are of 1970. */
  public static final long EARLIEST_MILLIS = 946_684_800_000L;

  /** Whether whoever sent it has a clock that was never set, or told no milliseconds, or nothing. */
  public boolean isOfNoClock() {
    return storedAt < EARLIEST_MILLIS;
  }

  /**
   * Whether the clock of whoever sent it is wrong: nobody waits so long for its second.
   *
   * @param readAt epoch milliseconds
   */
  public boolean isAhead(long readAt) {
    return storedAt - readAt > MOST_AHEAD.toMillis();
  }

  /** Name of the source its events come from, in which the offset rises. */
  public String source() {
    return "kafka/" + topic.topicName() + '/' + topicId + '/' + partition;
  }

  /**
   * What becomes of it when it cannot be read.
   *
   * @param stage of the reader
   * @param reason field, value, what was expected
   */
  public DeadLetter deadLetter(String stage, String reason) {
    return DeadLetters.of(
        stage,
        new Received(topic, 0, partition, offset, Math.max(0, storedAt), RecordBytes.of(value)),
        reason);
  }
}
