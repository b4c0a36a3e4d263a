package io.fedics.shared.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.IcsMessage;
import java.io.IOException;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code flow/1} in any form of JSON, by hand on Jackson's streams: other programs write flows too. */
final class FlowJson {
  static final String SCHEMA = "flow/1";
  private static final int MICROS_DIGITS = 3;

  private FlowJson() {}

  /** Reads the fields; the parser stands on the object's start, or on its first field. */
  static FlowObserved read(JsonParser in) throws IOException {
    UUID eventId = null;
    Instant observedAt = null;
    String site = null;
    String source = null;
    String sensor = null;
    long seq = -1;
    FlowBuilder flow = FlowObserved.builder("", Instant.EPOCH);
    JsonToken token =
        in.currentToken() == JsonToken.START_OBJECT ? in.nextToken() : in.currentToken();
    while (token == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      JsonToken value = in.nextToken();
      if (value != JsonToken.VALUE_NULL) {
        switch (field) {
          case "event_id" -> eventId = uuid(field, in);
          case "site" -> site = text(field, in);
          case "observed_at" -> observedAt = time(field, in);
          case "source" -> source = text(field, in);
          case "seq" -> seq = whole(field, in);
          case "sensor" -> sensor = text(field, in);
          default -> optional(field, in, flow);
        }
      }
      token = in.nextToken();
    }
    if (token != JsonToken.END_OBJECT) {
      throw malformed("flow", String.valueOf(token), "a JSON object");
    }
    if (seq < 0) {
      throw malformed(
          "seq", seq == -1 ? "missing" : Long.toString(seq), "a whole number, 0 or more");
    }
    return flow.build(
        required("event_id", eventId),
        required("observed_at", observedAt),
        required("site", site),
        required("source", source),
        seq,
        required("sensor", sensor));
  }

  private static void optional(String field, JsonParser in, FlowBuilder flow) throws IOException {
    switch (field) {
      case "started_at" -> flow.startedAt(time(field, in));
      case "src_ip" -> flow.srcIp(text(field, in));
      case "src_port" -> flow.srcPort(small(field, in));
      case "dst_ip" -> flow.dstIp(text(field, in));
      case "dst_port" -> flow.dstPort(small(field, in));
      case "protocol" -> flow.protocol(text(field, in));
      case "service" -> flow.service(text(field, in));
      case "state" -> flow.state(state(field, in));
      case "duration_ms" -> flow.durationMicros(micros(field, in));
      case "bytes_out" -> flow.bytesOut(whole(field, in));
      case "bytes_in" -> flow.bytesIn(whole(field, in));
      case "packets_out" -> flow.packetsOut(whole(field, in));
      case "packets_in" -> flow.packetsIn(whole(field, in));
      case "tcp_flags" -> flow.tcpFlags(small(field, in));
      case "community_id" -> flow.communityId(text(field, in));
      case "account" -> flow.account(text(field, in));
      case "asset" -> flow.asset(text(field, in));
      case "ics" -> flow.ics(ics(in));
      case "features" -> flow.features(features(in));
      case "sensor_alerts" -> flow.sensorAlerts(texts(field, in));
      default -> in.skipChildren();
    }
  }

  private static IcsMessage ics(JsonParser in) throws IOException {
    requireObject("ics", in);
    String protocol = null;
    Integer unit = null;
    Integer function = null;
    boolean write = false;
    Long address = null;
    Long quantity = null;
    Double value = null;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      if (in.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (field) {
        case "protocol" -> protocol = text("ics.protocol", in);
        case "unit" -> unit = small("ics.unit", in);
        case "function" -> function = small("ics.function", in);
        case "write" -> write = flag("ics.write", in);
        case "address" -> address = whole("ics.address", in);
        case "quantity" -> quantity = whole("ics.quantity", in);
        case "value" -> value = number("ics.value", in);
        default -> in.skipChildren();
      }
    }
    return new IcsMessage(
        required("ics.protocol", protocol), unit, function, write, address, quantity, value);
  }

  private static Features features(JsonParser in) throws IOException {
    requireObject("features", in);
    String schema = null;
    List<String> values = null;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      in.nextToken();
      switch (field) {
        case "schema" -> schema = text("features.schema", in);
        case "values" -> values = texts("features.values", in);
        default -> in.skipChildren();
      }
    }
    return new Features(required("features.schema", schema), required("features.values", values));
  }

  private static void requireObject(String field, JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw malformed(field, in.getText(), "an object");
    }
  }

  private static List<String> texts(String field, JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw malformed(field, in.getText(), "a list of texts");
    }
    var values = new ArrayList<String>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      values.add(text(field, in));
    }
    return values;
  }

  private static String text(String field, JsonParser in) throws IOException {
    requireText(field, in);
    return RepeatedTexts.read(in);
  }

  /** A text that no other record has. */
  private static String once(String field, JsonParser in) throws IOException {
    requireText(field, in);
    return in.getText();
  }

  private static void requireText(String field, JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw malformed(field, in.getText(), "a text");
    }
  }

  private static UUID uuid(String field, JsonParser in) throws IOException {
    try {
      return UUID.fromString(once(field, in));
    } catch (IllegalArgumentException e) {
      throw malformed(field, in.getText(), "a UUID");
    }
  }

  private static Instant time(String field, JsonParser in) throws IOException {
    try {
      return Rfc3339.parse(once(field, in));
    } catch (DateTimeException e) {
      throw malformed(field, in.getText(), "a time like 2026-11-21T08:53:31Z");
    }
  }

  private static long whole(String field, JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw malformed(field, in.getText(), "a whole number");
    }
    return in.getLongValue();
  }

  private static int small(String field, JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw malformed(field, in.getText(), "a whole number");
    }
    return in.getIntValue();
  }

  private static double number(String field, JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    double value = token != null && token.isNumeric() ? in.getDoubleValue() : Double.NaN;
    if (!Double.isFinite(value)) {
      throw malformed(field, in.getText(), "a finite number");
    }
    return value;
  }

  private static boolean flag(String field, JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (token == null || !token.isBoolean()) {
      throw malformed(field, in.getText(), "true or false");
    }
    return in.getBooleanValue();
  }

  private static long micros(String field, JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return Math.multiplyExact(in.getLongValue(), 1_000L);
    }
    number(field, in);
    return in.getDecimalValue()
        .movePointRight(MICROS_DIGITS)
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  private static FlowState state(String field, JsonParser in) throws IOException {
    String name = text(field, in);
    FlowState state = FlowBytes.stateOf(name);
    if (state == null) {
      throw malformed(field, name, "attempted, rejected, established, reset or partial");
    }
    return state;
  }

  private static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw malformed(field, "missing", "a value");
    }
    return value;
  }

  static StageException malformed(String field, String value, String expected) {
    String shown = value.length() > 80 ? value.substring(0, 80) + '…' : value;
    return new StageException(new StageFailure.Malformed(
        String.format(Locale.ROOT, "%s: %s (expected: %s)", field, shown, expected)));
  }
}
