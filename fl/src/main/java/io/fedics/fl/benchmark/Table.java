package io.fedics.fl.benchmark;

import io.fedics.fl.model.record.CsvLine;
import io.fedics.fl.model.record.NumberCell;
import io.fedics.fl.model.record.NumberKind;
import io.fedics.shared.error.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * A CSV file by columns. Names are trimmed and found whatever their case; a name that occurs twice keeps its first column.
 * Cells are kept as words and codes, so a million rows of few words are small.
 */
final class Table {
  private final Path file;
  private final Map<String, Column> columns = new HashMap<>();
  private final List<String> names;
  private final List<Column> inOrder = new ArrayList<>();
  private int rows;

  private Table(Path file, List<String> names) {
    this.file = file;
    this.names = List.copyOf(names);
  }

  /** Cells of one column: words, and which of them each row has. */
  static final class Column {
    private final List<String> words = new ArrayList<>();
    private final Map<String, Integer> codeOf = new HashMap<>();
    private int[] codes = new int[1024];
    private int size;

    private void add(String word) {
      Integer code = codeOf.get(word);
      if (code == null) {
        code = words.size();
        words.add(word);
        codeOf.put(word, code);
      }
      if (size == codes.length) {
        codes = Arrays.copyOf(codes, 2 * size);
      }
      codes[size++] = code;
    }

    String word(int row) {
      return words.get(codes[row]);
    }

    private int firstRow(int code) {
      return IntStream.range(0, size)
          .filter(row -> codes[row] == code)
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * @param header names of a file that has none; empty when its first line has them. A first line of such names, in any
   *     order, goes before them, and rows may all lack the last ones.
   * @throws UsageException when it cannot be read, or a row has not as many cells as the header
   */
  static Table read(Path file, List<String> header) {
    try (BufferedReader lines = open(file)) {
      List<String> first = firstLine(file, lines).stream().map(String::trim).toList();
      boolean hasNames = header.isEmpty() || isHeader(first, header);
      var table = new Table(file, hasNames ? first : named(file, header, first.size()));
      table.addColumns();
      if (!hasNames) {
        table.add(first);
      }
      table.fill(lines);
      return table;
    } catch (IOException e) {
      throw new UsageException(
          file + ": " + e.getMessage() + " (expected: a CSV file, .gz as it is)", e);
    }
  }

  /** Most cells are names; one may be both, as {@code land} is a column and an attack. */
  private static boolean isHeader(List<String> cells, List<String> names) {
    Set<String> known = names.stream().map(Table::key).collect(Collectors.toSet());
    long found = cells.stream().filter(cell -> known.contains(key(cell))).count();
    return 2 * found > cells.size();
  }

  /** Cells of the first line, as they are. */
  static List<String> firstLine(Path file) {
    try (BufferedReader lines = open(file)) {
      return firstLine(file, lines);
    } catch (IOException e) {
      throw new UsageException(
          file + ": " + e.getMessage() + " (expected: a CSV file, .gz as it is)", e);
    }
  }

  private static List<String> firstLine(Path file, BufferedReader lines) throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new UsageException(file + ": empty (expected: a header and rows)");
    }
    String first = line.startsWith("\uFEFF") ? line.substring(1) : line;
    if (first.startsWith("{")) {
      throw new UsageException(file + ": JSON, no table (expected: a CSV file)");
    }
    return cells(file, "first line", first);
  }

  private static List<String> cells(Path file, String place, String line) {
    try {
      return CsvLine.cells(line);
    } catch (IllegalArgumentException e) {
      throw new UsageException("%s, %s: %s".formatted(file, place, e.getMessage()), e);
    }
  }

  /** Some copies lack the last column. */
  private static List<String> named(Path file, List<String> header, int cells) {
    if (cells != header.size() && cells != header.size() - 1) {
      throw new UsageException("%s: first row has %d cells (expected: %d, or %d without %s)"
          .formatted(file, cells, header.size(), header.size() - 1, header.getLast()));
    }
    return header.subList(0, cells);
  }

  private static BufferedReader open(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new UsageException(file + ": not there or not readable (expected: a CSV file)");
    }
    if (!Files.isDirectory(file) && !Files.isRegularFile(file)) { // nobody may write to a pipe
      throw new UsageException(file + " is not a plain file (expected: a CSV file)");
    }
    InputStream bytes = Files.newInputStream(file);
    InputStream plain =
        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), 1 << 16);
  }

  private void addColumns() {
    for (String name : names) {
      var column = new Column();
      inOrder.add(column);
      columns.putIfAbsent(key(name), column);
    }
  }

  private void fill(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null) {
      if (!line.isBlank()) {
        add(cells(file, "row " + (rows + 1), line));
      }
      line = lines.readLine();
    }
    if (rows == 0) {
      throw new UsageException(file + ": no rows (expected: one or more)");
    }
  }

  private void add(List<String> cells) {
    if (cells.size() != names.size()) {
      throw new UsageException("%s: row %d has %d cells (expected: %d)"
          .formatted(file, rows + 1, cells.size(), names.size()));
    }
    for (int i = 0; i < cells.size(); i++) {
      inOrder.get(i).add(cells.get(i).trim());
    }
    rows++;
  }

  int rows() {
    return rows;
  }

  Path file() {
    return file;
  }

  List<String> names() {
    return names;
  }

  Optional<Column> find(String name) {
    return Optional.ofNullable(columns.get(key(name)));
  }

  /**
   * @throws UsageException when there is no such column
   */
  Column column(String name) {
    return find(name)
        .orElseThrow(() -> new UsageException(file + ": no column " + name + " (found: "
            + String.join(", ", names.subList(0, Math.min(8, names.size()))) + ", …)"));
  }

  /**
   * Of each row; NaN for a cell that says nothing, infinities as they are.
   *
   * @throws UsageException when there is no such column, or naming the row whose cell holds something else
   */
  double[] numbers(String name) {
    Column column = column(name);
    double[] values = column.words.stream().mapToDouble(NumberCell::parse).toArray();
    for (int code = 0; code < values.length; code++) {
      String word = column.words.get(code);
      if (Double.isNaN(values[code]) && !NumberCell.saysNothing(word)) {
        throw new UsageException("%s, row %d: %s: %s (expected: a number)"
            .formatted(file, column.firstRow(code) + 1, name, word));
      }
    }
    return Arrays.stream(column.codes, 0, column.size)
        .mapToDouble(code -> values[code])
        .toArray();
  }

  /**
   * @throws UsageException when there is no such column, or naming the first row whose cell it cannot hold
   */
  void require(String name, NumberKind kind) {
    Column column = column(name);
    for (int code = 0; code < column.words.size(); code++) {
      String word = column.words.get(code);
      Optional<String> expected = kind.faultInFile(word);
      if (expected.isPresent()) {
        throw new UsageException("%s, row %d: %s: %s (expected: %s)"
            .formatted(file, column.firstRow(code) + 1, name, word, expected.get()));
      }
    }
  }

  private static String key(String name) {
    return name.trim().toLowerCase(Locale.ROOT);
  }
}
