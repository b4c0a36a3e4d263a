package io.fedics.fl.model.record;

import io.fedics.shared.error.Printable;
import java.util.ArrayList;
import java.util.List;

/** One line of a comma-separated table, cut into its cells. */
public final class CsvLine {
  private CsvLine() {}

  /**
   * Splits at commas outside quotes. Quotes around a cell or a part of it are left out, a doubled one inside them stands
   * for one; blanks stay. A quote that is not closed goes to the end of the line. Behind a closing one only blanks may stand.
   *
   * @param line without its line end
   * @return one cell more than there are commas outside quotes: an empty line has one, which is empty
   * @throws IllegalArgumentException in one sentence, for text behind a closing quote
   */
  public static List<String> cells(String line) {
    return line.indexOf('"') < 0 ? plain(line) : quoted(line);
  }

  private static List<String> plain(String line) {
    List<String> cells = new ArrayList<>();
    int from = 0;
    for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', from)) {
      cells.add(line.substring(from, comma));
      from = comma + 1;
    }
    cells.add(line.substring(from));
    return cells;
  }

  private static List<String> quoted(String line) {
    List<String> cells = new ArrayList<>();
    var cell = new StringBuilder();
    boolean inside = false;
    boolean closed = false;
    for (int i = 0; i < line.length(); i++) {
      char letter = line.charAt(i);
      if (letter == '"' && inside && line.startsWith("\"", i + 1)) {
        cell.append(letter);
        i++;
      } else if (letter == '"') {
        closed = inside;
        inside = !inside;
      } else if (letter == ',' && !inside) {
        cells.add(cell.toString());
        cell.setLength(0);
        closed = false;
      } else {
        if (closed && !Character.isWhitespace(letter)) {
          throw new IllegalArgumentException(
              "cell %d: %s (expected: nothing behind a closing quote)"
                  .formatted(cells.size() + 1, Printable.of(cell.append(letter).toString())));
        }
        cell.append(letter);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
