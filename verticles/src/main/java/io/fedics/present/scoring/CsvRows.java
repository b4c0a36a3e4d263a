package io.fedics.present.scoring;

import io.fedics.fl.model.record.CsvLine;
import io.fedics.fl.model.record.RecordTable;
import io.fedics.present.http.Problem;
import io.fedics.shared.event.FeatureSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a comma-separated file by column, one after the other. Cells may be in quotes, a quote in them is doubled; a cell
 * does not go on over the end of a line: LF, CR LF or CR. NSL-KDD's files have no header; their first line is recognised as a row. Blocks.
 */
final class CsvRows implements AutoCloseable {
  /** Longer than any row of a table; an attack on memory otherwise. */
  private static final int MOST_LINE = 64 * 1_024;

  /** Enough to tell text from what is none. */
  private static final int HEAD = 1_024;

  private static final String TEXT =
      "plain comma-separated text in UTF-8, a line of column names and one of each row";

  private final BufferedReader reader;
  private final List<String> columns;
  private @Nullable List<String> first;
  private long line;
  private boolean afterReturn;

  /**
   * @param line of the file, from 1
   * @param cells by column; empty when they cannot be told
   * @param fault why not, in one sentence
   */
  record Row(long line, Optional<Map<String, String>> cells, String fault) {}

  /**
   * Reads the first line that is not blank and no comment.
   *
   * @throws Problem when the file is empty or no plain text, or this line cannot be cut into names
   */
  CsvRows(Path file) throws IOException {
    requireText(file);
    this.reader = new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    try {
      List<String> cells = firstCells();
      boolean isRow = FeatureSchema.isNslKddRow(cells);
      first = isRow ? cells : null;
      columns = isRow ? nslKdd(cells.size()) : RecordTable.named(names(cells));
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private static List<String> nslKdd(int cells) {
    return Stream.concat(
            FeatureSchema.NSL_KDD_41.columns().stream(), Stream.of("label", "difficulty"))
        .limit(cells)
        .toList();
  }

  private static List<String> names(List<String> cells) {
    return cells.stream().map(String::strip).toList();
  }

  private String firstLine() throws IOException {
    Optional<String> text = nextLine();
    while (text.isPresent() && (text.get().isBlank() || text.get().startsWith("#"))) {
      text = nextLine();
    }
    if (text.isEmpty()) {
      throw Problem.badValue(422, "file", "only blank lines and comments", TEXT);
    }
    return text.get();
  }

  private List<String> firstCells() throws IOException {
    try {
      return CsvLine.cells(firstLine());
    } catch (IllegalArgumentException e) {
      throw Problem.badValue(422, "file", "line " + line + ", " + e.getMessage(), TEXT);
    }
  }

  private static void requireText(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    whatElse(head).ifPresent(what -> {
      throw Problem.badValue(422, "file", what, TEXT);
    });
  }

  /** What a file is that is no text; empty for one that is. */
  private static Optional<String> whatElse(byte[] head) {
    if (head.length == 0) {
      return Optional.of("empty");
    }
    String start = new String(head, StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u001f\u008b") || start.startsWith("PK\u0003\u0004")) {
      return Optional.of("compressed");
    }
    if (start.startsWith("\u00ff\u00fe") || start.startsWith("\u00fe\u00ff")) {
      return Optional.of("text in UTF-16");
    }
    return start.indexOf(0) < 0 ? Optional.empty() : Optional.of("binary, or text in UTF-16");
  }

  List<String> columns() {
    return columns;
  }

  /** Empty at the end of the file; blank lines are no rows. */
  Optional<Row> next() throws IOException {
    List<String> cells = first;
    first = null;
    while (cells == null) {
      Optional<String> text = nextLine();
      if (text.isEmpty()) {
        return Optional.empty();
      }
      try {
        cells = text.get().isBlank() ? null : CsvLine.cells(text.get());
      } catch (IllegalArgumentException e) {
        return Optional.of(new Row(line, Optional.empty(), String.valueOf(e.getMessage())));
      }
    }
    return Optional.of(row(cells));
  }

  private Row row(List<String> cells) {
    if (cells.size() != columns.size()) {
      String fault = "row: %d cells (expected: %d)".formatted(cells.size(), columns.size());
      return new Row(line, Optional.empty(), fault);
    }
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      row.putIfAbsent(columns.get(i), cells.get(i));
    }
    return new Row(line, Optional.of(row), "");
  }

  /** What is beyond the longest line is passed over: such a row has too few cells. */
  private Optional<String> nextLine() throws IOException {
    int letter = reader.read();
    if (afterReturn && letter == '\n') {
      letter = reader.read();
    }
    afterReturn = false;
    if (letter < 0) {
      return Optional.empty();
    }
    line++;
    var text = new StringBuilder();
    while (letter >= 0 && letter != '\n' && letter != '\r') {
      if (text.length() < MOST_LINE && !(letter == '\uFEFF' && text.isEmpty())) {
        text.append((char) letter);
      }
      letter = reader.read();
    }
    afterReturn = letter == '\r';
    return Optional.of(text.toString());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
