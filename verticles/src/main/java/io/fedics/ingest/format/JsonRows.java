package io.fedics.ingest.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.fedics.shared.codec.ParserWords;
import java.io.IOException;
import java.util.Map;

/**
 * Lines of JSON objects into {@link Row}s. Keys we do not know are passed over whatever they hold; an object inside the
 * object is looked into one level deep, its keys known as {@code outer.inner}. Not thread-safe.
 */
final class JsonRows {
  /** Deep enough for any sensor; deeper is an attack on the reader. */
  private static final int DEEPEST = 64;

  private static final JsonFactory JSON = JsonFactory.builder()
      .streamReadConstraints(
          StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
      .build();

  private final Map<String, Field> top;
  private final Map<String, Map<String, Field>> inner;

  JsonRows(Map<String, Field> top, Map<String, Map<String, Field>> inner) {
    this.top = top;
    this.inner = inner;
  }

  void read(LineReader line, Row row) throws RowRejected {
    row.begin();
    try (JsonParser json = JSON.createParser(line.buffer(), line.from(), line.to() - line.from())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new RowRejected(Rejection.ROW, line.head(), "a JSON object");
      }
      object(json, row, top, true);
      if (json.nextToken() != null) {
        throw new RowRejected(
            Rejection.ROW, line.head(), "one JSON object a line, nothing behind it");
      }
    } catch (JsonProcessingException e) {
      throw new RowRejected(Rejection.ROW, line.head(), "a JSON object; " + reasonOf(e));
    } catch (IOException e) {
      throw new RowRejected(Rejection.ROW, line.head(), "a JSON object in UTF-8");
    }
  }

  private void object(JsonParser json, Row row, Map<String, Field> fields, boolean outer)
      throws IOException {
    String key = json.nextFieldName();
    while (key != null) {
      JsonToken token = json.nextToken();
      Map<String, Field> within = outer ? inner.get(key) : null;
      if (token == JsonToken.START_OBJECT && within != null) {
        object(json, row, within, false);
      } else {
        value(json, token, row, fields.getOrDefault(key, Field.OTHER));
      }
      key = json.nextFieldName();
    }
  }

  private static void value(JsonParser json, JsonToken token, Row row, Field field)
      throws IOException {
    if (token.isStructStart()) {
      if (field != Field.OTHER) {
        row.put(field, token == JsonToken.START_OBJECT ? "{…}" : "[…]");
      }
      json.skipChildren();
      return;
    }
    if (field == Field.OTHER || token == JsonToken.VALUE_NULL) {
      return;
    }
    int length = json.getTextLength();
    if (length > 0) {
      row.put(field, json.getTextCharacters(), json.getTextOffset(), length);
    }
  }

  private static String reasonOf(JsonProcessingException error) {
    String line = ParserWords.of(error).lines().findFirst().orElse("").stripTrailing();
    return line.length() > 120 ? line.substring(0, 120) + "…" : line;
  }
}
