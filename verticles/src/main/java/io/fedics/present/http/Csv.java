package io.fedics.present.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows as RFC 4180. A text that a spreadsheet would take for a formula gets a leading apostrophe; numbers stay numbers.
 *
 * @param fileName proposed to the browser
 */
public record Csv(String fileName, List<String> columns, List<JsonObject> rows) {
  private static final String FORMULA_STARTS = "=+-@\t\r";

  /** The document, CRLF line ends. */
  String text() {
    var out = new StringBuilder();
    out.append(columns.stream().map(Csv::cell).collect(Collectors.joining(","))).append("\r\n");
    for (JsonObject row : rows) {
      out.append(columns.stream()
              .map(column -> cell(at(row, column)))
              .collect(Collectors.joining(",")))
          .append("\r\n");
    }
    return out.toString();
  }

  /** {@code verdict.host} is the field {@code host} of {@code verdict}. */
  private static @Nullable Object at(JsonObject row, String column) {
    int dot = column.indexOf('.');
    if (dot < 0) {
      return row.getValue(column);
    }
    return row.getValue(column.substring(0, dot)) instanceof JsonObject inner
        ? at(inner, column.substring(dot + 1))
        : null;
  }

  static String cell(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      case JsonArray list -> quoted(harmless(joined(list)));
      case JsonObject object -> quoted(harmless(object.encode()));
      default -> quoted(harmless(value.toString()));
    };
  }

  /** A list of plain values reads better than JSON. */
  private static String joined(JsonArray list) {
    boolean plain = IntStream.range(0, list.size())
        .noneMatch(
            i -> list.getValue(i) instanceof JsonObject || list.getValue(i) instanceof JsonArray);
    return plain
        ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
        : list.encode();
  }

  private static String harmless(String text) {
    return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? '\'' + text : text;
  }

  private static String quoted(String text) {
    boolean needed = text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n')
        || text.startsWith(" ")
        || text.endsWith(" ");
    return needed ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
