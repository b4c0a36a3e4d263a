package io.fedics.shared.codec;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.HostActivityPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** JSON of one event, UTF-8, {@code schema} first. Thread-safe. */
public final class EventCodec {
  /** Longest record that is read, in bytes: more is not one event. */
  public static final int MOST_BYTES = 1 << 20;

  private static final int MOST_REASON = 300;

  private final JsonFactory json;
  private final ObjectWriter writer;
  private final ObjectReader reader;

  public EventCodec() {
    var mapper = WireFormat.eventMapper();
    json = mapper.getFactory();
    writer = mapper.writerFor(Event.class);
    reader = mapper.readerFor(Event.class);
  }

  public byte[] encode(Event event) {
    return switch (event) {
      case FlowObserved flow -> FlowBytes.write(flow);
      case HostActivityPart part -> HostActivityBytes.write(part);
      default -> written(event);
    };
  }

  private byte[] written(Event event) {
    try {
      return writer.writeValueAsBytes(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one event; unknown fields are ignored.
   *
   * @throws StageException of kind Malformed, naming field, value and what was expected
   */
  public Event decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      throw FlowJson.malformed("record", "no value", "a JSON object");
    }
    if (bytes.length > MOST_BYTES) {
      throw FlowJson.malformed("record", bytes.length + " bytes", "at most " + MOST_BYTES);
    }
    try {
      return isFlow(bytes) ? decodeFlow(bytes) : decodeOther(bytes);
    } catch (JacksonException e) {
      throw new StageException(new StageFailure.Malformed(reasonOf(e)), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new StageException(
          new StageFailure.Malformed(shortened(String.valueOf(e.getMessage()))), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isFlow(byte[] bytes) {
    return startsWith(bytes, FlowBytes.SCHEMA);
  }

  private static boolean startsWith(byte[] bytes, byte[] schema) {
    return bytes.length >= schema.length
        && Arrays.equals(bytes, 0, schema.length, schema, 0, schema.length);
  }

  private FlowObserved decodeFlow(byte[] bytes) throws IOException {
    FlowObserved plain = FlowBytes.read(bytes);
    if (plain != null) {
      return plain;
    }
    try (JsonParser in = json.createParser(bytes)) {
      in.nextToken();
      FlowObserved flow = FlowJson.read(in);
      if (in.nextToken() != null) {
        throw FlowJson.malformed("record", "more after the object", "one JSON object");
      }
      return flow;
    }
  }

  private Event decodeOther(byte[] bytes) throws IOException {
    Event plain =
        startsWith(bytes, HostActivityBytes.SCHEMA) ? HostActivityBytes.read(bytes) : null;
    return plain == null ? required(reader.readValue(bytes)) : plain;
  }

  private static Event required(@Nullable Event event) {
    if (event == null) {
      throw FlowJson.malformed("record", "null", "a JSON object");
    }
    return event;
  }

  /** Jackson wraps what a record's constructor says; that sentence is the better one. */
  private static String reasonOf(JacksonException error) {
    Throwable cause = error.getCause();
    String text = cause instanceof IllegalArgumentException || cause instanceof StageException
        ? String.valueOf(cause.getMessage())
        : error.getOriginalMessage();
    String field = error instanceof JsonMappingException mapping ? pathOf(mapping) : "";
    return shortened(field.isEmpty() ? text : field + ": " + text);
  }

  private static String pathOf(JsonMappingException error) {
    var path = new StringBuilder();
    for (JsonMappingException.Reference step : error.getPath()) {
      String name = step.getFieldName();
      path.append(path.isEmpty() ? "" : ".").append(name == null ? step.getIndex() : name);
      if (path.length() > MOST_REASON) {
        break;
      }
    }
    return path.toString();
  }

  private static String shortened(String text) {
    return text.length() > MOST_REASON ? text.substring(0, MOST_REASON) + '…' : text;
  }
}
