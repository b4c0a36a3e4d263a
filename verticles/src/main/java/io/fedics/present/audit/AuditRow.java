package io.fedics.present.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A row of the trail as text: one JSON object, fields in a fixed order, {@code row} and {@code previous} first, {@code hash}
 * last: the SHA-256 of the text before it.
 *
 * @param number from 1, without gaps
 * @param hash 64 hexadecimal digits
 */
record AuditRow(long number, String line, String hash) {
  static final String NO_HASH = "0".repeat(64);
  private static final Pattern SHAPE = Pattern.compile(
      "(\\{\"row\":([0-9]{1,18}),\"previous\":\"([0-9a-f]{64})\",.*),\"hash\":\"([0-9a-f]{64})\"}",
      Pattern.DOTALL);

  /** The row behind one of this hash. */
  static AuditRow next(long number, String previous, Instant at, Decision decision) {
    String object = new JsonObject()
        .put("row", number)
        .put("previous", previous)
        .put("at", at.toString())
        .put("by", decision.by())
        .put("what", decision.what())
        .put("on", decision.on())
        .put("details", decision.details())
        .encode();
    String fields = object.substring(0, object.length() - 1);
    return new AuditRow(number, hashed(fields), hash(fields));
  }

  /** The fields with their hash behind them. */
  static String hashed(String fields) {
    return fields + ",\"hash\":\"" + hash(fields) + "\"}";
  }

  /** A line of the trail, or why it cannot be the row of this number behind the one of this hash. */
  static Reading read(String line, long number, String previous) {
    Matcher fields = SHAPE.matcher(line);
    if (!fields.matches()) {
      return Reading.bad("it is not the text of a row");
    }
    if (Long.parseLong(fields.group(2)) != number) {
      return Reading.bad("it says it is row " + fields.group(2));
    }
    if (!fields.group(3).equals(previous)) {
      return Reading.bad("its previous hash is not that of the row before");
    }
    if (!hash(fields.group(1)).equals(fields.group(4))) {
      return Reading.bad("its hash is not that of its fields");
    }
    if (!isWritten(line)) {
      return Reading.bad("it is not the text of a row");
    }
    return new Reading(Optional.of(new AuditRow(number, line, fields.group(4))), "");
  }

  /** Whether it holds what {@link #next} writes: the hash has no key, so anybody can give any text its own. */
  private static boolean isWritten(String line) {
    try {
      var fields = new JsonObject(line);
      JsonObject details = fields.getJsonObject("details");
      return fields.getString("by") != null
          && fields.getString("what") != null
          && fields.getString("on") != null
          && details != null
          && isNumber(details.getValue("history"))
          && isNumber(details.getValue("last_before"));
    } catch (DecodeException | ClassCastException e) {
      return false;
    }
  }

  private static boolean isNumber(@Nullable Object value) {
    return value == null || value instanceof Long || value instanceof Integer;
  }

  /** What a line says of itself, unchecked. */
  static Optional<AuditRow> ofText(String line) {
    Matcher fields = SHAPE.matcher(line);
    return fields.matches()
        ? Optional.of(new AuditRow(Long.parseLong(fields.group(2)), line, fields.group(4)))
        : Optional.empty();
  }

  /** Of a line. {@code objection} is empty where there is a row. */
  record Reading(Optional<AuditRow> row, String objection) {
    private static Reading bad(String objection) {
      return new Reading(Optional.empty(), objection);
    }
  }

  JsonObject details() {
    return new JsonObject(line).getJsonObject("details");
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
