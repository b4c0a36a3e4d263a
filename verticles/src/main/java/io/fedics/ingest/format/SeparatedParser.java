package io.fedics.ingest.format;

import io.fedics.shared.error.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Rows separated by commas, tabs or semicolons under a header line, which tells the separator (the one it has most of).
 * Empty lines, and before the header lines that begin with {@code #}, are passed over. Cells that say nothing (empty,
 * {@code -}, {@code NaN}, {@code null}, {@code none}) are unset.
 *
 * <p>A quoted cell may run over line ends, for at most {@value #MOST_LINES} lines; when it is not closed by then, its
 * first line alone is rejected and the others are read as lines of their own.
 */
final class SeparatedParser implements LineParser {
  /** What a format makes of the cells. */
  interface Mapping {
    /** Names of the columns: the first line's own cells, or others where it is no header but the first row. */
    default List<String> header(List<String> first) {
      return first;
    }

    Columns columns();

    /** What the header lacks, in the names it could have had; empty when it is enough. */
    List<String> missing(Field[] fields);

    /** Name of the format in sentences: "Argus binetflow". */
    String title();

    /**
     * @param cells of all columns by their place in the header, trimmed, for what is no {@link Field}
     */
    void row(long line, Row row, IntFunction<String> cells, RowSink sink) throws RowRejected;
  }

  private static final int MOST_LINES = 16;

  private final Mapping mapping;
  private final Row row = new Row();
  private final OpenQuote open = new OpenQuote(MOST_LINES);
  private CellSplitter splitter = new CellSplitter((byte) ',');
  private Field[] fields = {};

  SeparatedParser(Mapping mapping) {
    this.mapping = mapping;
  }

  @Override
  public void line(LineReader line, RowSink sink) throws RowRejected {
    if (open.isEmpty()) {
      record(line.number(), line.buffer(), line.from(), line.to(), sink);
      return;
    }
    open.add(line.number(), line.buffer(), line.from(), line.to());
    continueOpen(sink);
  }

  @Override
  public void end(RowSink sink) {
    while (!open.isEmpty()) {
      giveUpFirst(sink);
    }
    if (fields.length == 0) {
      throw new UsageException("has no header line (expected: " + mapping.title() + ")");
    }
  }

  private void record(long number, byte[] bytes, int from, int to, RowSink sink)
      throws RowRejected {
    if (isEmpty(bytes, from, to)) {
      return;
    }
    if (fields.length == 0 && !beginsWithRow(bytes, from, to)) {
      return;
    }
    // Splitting takes doubled quotes out of the bytes, so an unclosed row is kept as it was.
    byte[] kept = hasQuote(bytes, from, to) ? Arrays.copyOfRange(bytes, from, to) : null;
    if (splitter.split(bytes, from, to)) {
      cells(number, bytes, from, to, sink);
    } else if (kept != null) {
      open.add(number, kept, 0, kept.length);
    }
  }

  /** Learns the columns; true when the line is the first row of a file without a header. */
  private boolean beginsWithRow(byte[] bytes, int from, int to) {
    if (bytes[from] == '#') {
      return false;
    }
    splitter = new CellSplitter(separatorOf(bytes, from, to));
    byte[] line = Arrays.copyOfRange(bytes, from, to); // splitting takes doubled quotes out
    splitter.split(line, 0, line.length);
    List<String> first = splitter.texts(line);
    List<String> header = mapping.header(first);
    fields = mapping.columns().of(header);
    List<String> missing = mapping.missing(fields);
    if (!missing.isEmpty()) {
      throw new UsageException("has no column for " + String.join("; nor for ", missing)
          + " (expected: " + mapping.title() + ")");
    }
    for (int i = 0; i < fields.length; i++) {
      if (fields[i] != Field.OTHER) {
        row.name(fields[i], header.get(i));
      }
    }
    return !header.equals(first); // then the mapping named the columns itself
  }

  private void cells(long number, byte[] bytes, int from, int to, RowSink sink) throws RowRejected {
    int cells = splitter.cells();
    while (cells > fields.length && splitter.from(cells - 1) == splitter.to(cells - 1)) {
      cells--;
    }
    if (cells != fields.length) {
      throw ragged(bytes, from, to, cells);
    }
    if (splitter.hasStray()) {
      throw new RowRejected(
          Rejection.ROW,
          LineReader.head(bytes, from, to),
          "nothing between a closing quote and the separator");
    }
    row.begin(bytes);
    for (int i = 0; i < cells; i++) {
      if (fields[i] != Field.OTHER && !saysNothing(bytes, splitter.from(i), splitter.to(i))) {
        row.set(fields[i], splitter.from(i), splitter.to(i));
      }
    }
    mapping.row(number, row, cell -> splitter.text(bytes, cell), sink);
  }

  private RowRejected ragged(byte[] bytes, int from, int to, int cells) {
    String head = LineReader.head(bytes, from, to);
    return new RowRejected(Rejection.ROW, head, fields.length + " cells, there are " + cells);
  }

  private void continueOpen(RowSink sink) {
    byte[] joined = open.joined();
    long number = open.firstNumber();
    if (splitter.split(joined, 0, joined.length)) {
      if (splitter.cells() != fields.length || splitter.hasStray()) {
        giveUpFirst(sink); // closed by the quote of another row
        return;
      }
      open.clear();
      rejecting(number, sink, () -> cells(number, joined, 0, joined.length, sink));
    } else if (open.isFull()) {
      giveUpFirst(sink);
    }
  }

  /** Rejects the line whose quote stays open; the lines after it were rows of their own. */
  private void giveUpFirst(RowSink sink) {
    List<OpenQuote.Line> lines = open.lines();
    open.clear();
    OpenQuote.Line first = lines.getFirst();
    sink.reject(new Rejection(
        first.number(),
        Rejection.ROW,
        LineReader.head(first.bytes(), 0, first.bytes().length),
        "a closing quote within " + MOST_LINES + " lines"));
    for (OpenQuote.Line line : lines.subList(1, lines.size())) {
      byte[] bytes = line.bytes();
      rejecting(line.number(), sink, () -> {
        if (open.isEmpty()) {
          record(line.number(), bytes, 0, bytes.length, sink);
        } else {
          open.add(line.number(), bytes, 0, bytes.length);
          continueOpen(sink);
        }
      });
    }
  }

  private interface Step {
    void run() throws RowRejected;
  }

  /** A row over several lines is rejected by its first line, not by the one we are at. */
  private static void rejecting(long line, RowSink sink, Step step) {
    try {
      step.run();
    } catch (RowRejected rejected) {
      sink.reject(rejected.at(line));
    }
  }

  static byte separatorOf(byte[] bytes, int from, int to) {
    byte best = ',';
    int most = 0;
    for (byte candidate : new byte[] {',', '\t', ';'}) {
      int count = 0;
      for (int i = from; i < to; i++) {
        count += bytes[i] == candidate ? 1 : 0;
      }
      if (count > most) {
        most = count;
        best = candidate;
      }
    }
    return best;
  }

  private static boolean isEmpty(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private static boolean hasQuote(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '"') {
        return true;
      }
    }
    return false;
  }

  /** Whether a cell says anything: it is not empty, a dash or one of the words for nothing. */
  static boolean saysSomething(String cell) {
    byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
    return !saysNothing(bytes, 0, bytes.length);
  }

  private static boolean saysNothing(byte[] bytes, int from, int to) {
    return switch (to - from) {
      case 0 -> true;
      case 1 -> bytes[from] == '-';
      case 3 -> isWord(bytes, from, "nan");
      case 4 -> isWord(bytes, from, "null") || isWord(bytes, from, "none");
      default -> false;
    };
  }

  private static boolean isWord(byte[] bytes, int from, String word) {
    for (int i = 0; i < word.length(); i++) {
      if ((bytes[from + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
