package io.fedics.present.http;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Where the next page of a list starts, newest first: behind this row. Opaque to callers.
 *
 * @param rank 0, or what the list is sorted by before the time
 */
public record Cursor(double rank, Instant time, UUID id) {

  public static Cursor of(Instant time, UUID id) {
    return new Cursor(0, time, id);
  }

  static Cursor parse(String name, String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      List<String> parts = List.of(plain.split("_", -1));
      if (parts.size() == 3) {
        Instant time = Instant.EPOCH.plus(Long.parseLong(parts.get(1)), ChronoUnit.MICROS);
        double rank = Double.parseDouble(parts.get(0));
        if (Double.isFinite(rank)) {
          return new Cursor(rank, time, UUID.fromString(parts.get(2)));
        }
      }
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      // said below
    }
    throw Problem.badParameter(name, text, "a cursor from an earlier answer");
  }

  @Override
  public String toString() {
    String plain = rank + "_" + ChronoUnit.MICROS.between(Instant.EPOCH, time) + '_' + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }
}
