package io.fedics.present;

import io.fedics.fl.model.CsvLine;
import io.fedics.fl.model.RecordTable;
import io.fedics.shared.event.FeatureSchema;
import java.io.BufferedReader;
import java.io.IOException;
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
 * does not go on over the end of a line. NSL-KDD's files have no header; their first line is recognised as a row. Blocks.
 */
final class CsvRows implements AutoCloseable {
  /** Longer than any row of a table; an attack on memory otherwise. */
  private static final int MOST_LINE = 64 * 1_024;

  private final BufferedReader reader;
  private final List<String> columns;
  private @Nullable List<String> first;
  private long line;

  /**
   * @param line of the file, from 1
   * @param cells by column; empty when the row has not one cell a column
   * @param found how many it has
   */
  record Row(long line, Optional<Map<String, String>> cells, int found) {}

  CsvRows(Path file) throws IOException {
    this.reader = new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    List<String> cells = CsvLine.cells(nextLine().orElse(""));
    if (FeatureSchema.isNslKddRow(cells)) {
      columns = Stream.concat(
              FeatureSchema.NSL_KDD_41.columns().stream(), Stream.of("label", "difficulty"))
          .limit(cells.size())
          .toList();
      first = cells;
    } else {
      columns = RecordTable.named(cells.stream().map(String::strip).toList());
    }
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
      cells = text.get().isBlank() ? null : CsvLine.cells(text.get());
    }
    if (cells.size() != columns.size()) {
      return Optional.of(new Row(line, Optional.empty(), cells.size()));
    }
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      row.putIfAbsent(columns.get(i), cells.get(i));
    }
    return Optional.of(new Row(line, Optional.of(row), cells.size()));
  }

  /** What is beyond the longest line is passed over: such a row has too few cells. */
  private Optional<String> nextLine() throws IOException {
    var text = new StringBuilder();
    int letter = reader.read();
    if (letter < 0) {
      return Optional.empty();
    }
    line++;
    while (letter >= 0 && letter != '\n') {
      if (letter != '\r' && text.length() < MOST_LINE && !(letter == '\uFEFF' && text.isEmpty())) {
        text.append((char) letter);
      }
      letter = reader.read();
    }
    return Optional.of(text.toString());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
