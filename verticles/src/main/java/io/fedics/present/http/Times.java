package io.fedics.present.http;

import io.fedics.shared.codec.Rfc3339;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Times between the database, which wants an offset, and JSON. */
public final class Times {
  private Times() {}

  public static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  public static @Nullable String json(@Nullable OffsetDateTime time) {
    return time == null ? null : Rfc3339.format(time.toInstant());
  }
}
