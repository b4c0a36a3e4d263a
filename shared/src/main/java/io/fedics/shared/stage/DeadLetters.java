package io.fedics.shared.stage;

import io.fedics.shared.event.DeadLetter;
import io.fedics.shared.event.EventId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** What is written instead of a record that cannot be read; several readers of it write the same. */
final class DeadLetters {
  private static final int HEAD_BYTES = 64 << 10;
  /** The last of year 9999: events are of no later one, whatever a record of another program says. */
  private static final long LATEST_MILLIS = 253_402_300_799_999L;

  private DeadLetters() {}

  static DeadLetter of(String stage, Received received, String reason) {
    byte[] bytes = received.value().copy();
    String topic = received.topic().topicName();
    return new DeadLetter(
        EventId.of(topic, received.partition(), received.offset(), "dead-letter"),
        "",
        Instant.ofEpochMilli(Math.min(received.storedAt(), LATEST_MILLIS)),
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
