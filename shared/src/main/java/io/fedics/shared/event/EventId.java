package io.fedics.shared.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Deterministic identifiers: the first 128 bits of a SHA-256 over what caused the event. */
public final class EventId {
  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(EventId::sha256);
  private static final byte SEPARATOR = 0x1f;

  private EventId() {}

  /** The parts are joined by a unit separator, so {@code ("a", "bc")} and {@code ("ab", "c")} differ. */
  public static UUID of(Object... parts) {
    MessageDigest digest = DIGEST.get();
    for (Object part : parts) {
      digest.update(part.toString().getBytes(StandardCharsets.UTF_8));
      digest.update(SEPARATOR);
    }
    ByteBuffer bits = ByteBuffer.wrap(digest.digest());
    return new UUID(bits.getLong(), bits.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
