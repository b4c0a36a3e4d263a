package io.fedics.shared.stage;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.DeadLetter;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.topic.Topic;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Decodes records; what cannot be read becomes a dead letter. */
final class RecordReader {
  private static final int HEAD_BYTES = 64 << 10;

  private final EventCodec codec = new EventCodec();
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
      return codec.decode(received.value());
    } catch (StageException e) {
      if (!(e.failure() instanceof StageFailure.Malformed malformed)) {
        throw e;
      }
      DeadLetter letter = letterOf(received, malformed.detail());
      out.toPartition(Topic.DEAD_LETTERS, received.partition(), letter);
      return null;
    }
  }

  private DeadLetter letterOf(Received received, String reason) {
    byte[] bytes = received.value();
    String topic = received.topic().topicName();
    return new DeadLetter(
        EventId.of(topic, received.partition(), received.offset(), "dead-letter"),
        "",
        Instant.ofEpochMilli(received.storedAt()),
        stage + '/' + topic + '/' + received.partition(),
        received.offset(),
        reason,
        topic,
        received.partition(),
        received.offset(),
        bytes.length,
        sha256(bytes),
        Base64.getEncoder()
            .encodeToString(Arrays.copyOf(bytes, Math.min(bytes.length, HEAD_BYTES))));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
