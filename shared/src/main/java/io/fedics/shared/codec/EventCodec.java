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
import io.fedics.shared.event.HostsScored;
import java.io.IOException;
import java.io.UncheckedIOException;
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
      case HostsScored scored -> HostsScoredBytes.write(scored);
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
  public Event decode(byte[] bytes) {
    return decode(RecordBytes.of(bytes));
  }

  /**
   * The same for a record among others; of its bytes nothing is kept.
   *
   * @throws StageException of kind Malformed, naming field, value and what was expected
   */
  public Event decode(RecordBytes record) {
    if (record.length() == 0) {
      throw FlowJson.malformed("record", "no value", "a JSON object");
    }
    if (record.length() > MOST_BYTES) {
      throw FlowJson.malformed("record", record.length() + " bytes", "at most " + MOST_BYTES);
    }
    try {
      return isFlow(record) ? decodeFlow(record) : decodeOther(record);
    } catch (JacksonException e) {
      throw new StageException(new StageFailure.Malformed(reasonOf(e)), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new StageException(
          new StageFailure.Malformed(shortened(String.valueOf(e.getMessage()))), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isFlow(RecordBytes record) {
    return record.startsWith(FlowBytes.SCHEMA);
  }

  private FlowObserved decodeFlow(RecordBytes record) throws IOException {
    FlowObserved plain = FlowBytes.read(record);
    if (plain != null) {
      return plain;
    }
    try (JsonParser in = json.createParser(record.array(), record.from(), record.length())) {
      in.nextToken();
      FlowObserved flow = FlowJson.read(in);
      if (in.nextToken() != null) {
        throw FlowJson.malformed("record", "more after the object", "one JSON object");
      }
      return flow;
    }
  }

  private Event decodeOther(RecordBytes record) throws IOException {
    Event plain = plain(record);
    return plain == null
        ? required(reader.readValue(record.array(), record.from(), record.length()))
        : plain;
  }

  private static @Nullable Event plain(RecordBytes record) {
    if (record.startsWith(HostActivityBytes.SCHEMA)) {
      return HostActivityBytes.read(record);
    }
    return record.startsWith(HostsScoredBytes.SCHEMA) ? HostsScoredBytes.read(record) : null;
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
        : ParserWords.of(error);
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
