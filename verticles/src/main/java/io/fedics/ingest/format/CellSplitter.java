package io.fedics.ingest.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cells of a separated row, trimmed. A cell that begins with a quote goes to the closing one, line ends and separators
 * included; a doubled quote stands for one. A quote inside a cell is a character like any other. Not thread-safe.
 */
final class CellSplitter {
  private final byte separator;
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int cells;
  private boolean stray;

  CellSplitter(byte separator) {
    this.separator = separator;
  }

  /** False when a quote is not closed; the cells are then of no use. Takes doubled quotes out of {@code bytes}. */
  boolean split(byte[] bytes, int start, int end) {
    cells = 0;
    stray = false;
    int at = start;
    while (true) {
      at = afterBlanks(bytes, at, end);
      int next = at < end && bytes[at] == '"' ? quoted(bytes, at, end) : plain(bytes, at, end);
      if (next < 0) {
        return false;
      }
      if (next == end) {
        return true;
      }
      at = next + 1;
    }
  }

  /** Whether more than blanks stood between a closing quote and the separator behind it. */
  boolean hasStray() {
    return stray;
  }

  int cells() {
    return cells;
  }

  int from(int cell) {
    return from[cell];
  }

  int to(int cell) {
    return to[cell];
  }

  String text(byte[] bytes, int cell) {
    return new String(bytes, from[cell], to[cell] - from[cell], StandardCharsets.UTF_8);
  }

  List<String> texts(byte[] bytes) {
    var texts = new ArrayList<String>(cells);
    for (int i = 0; i < cells; i++) {
      texts.add(text(bytes, i));
    }
    return texts;
  }

  private int plain(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && bytes[at] != separator) {
      at++;
    }
    add(start, beforeBlanks(bytes, start, at));
    return at;
  }

  /** Where the separator behind the quoted cell is, or the end; −1 when the quote is not closed. */
  private int quoted(byte[] bytes, int start, int end) {
    int write = start + 1;
    int at = start + 1;
    while (at < end) {
      if (bytes[at] == '"') {
        if (at + 1 < end && bytes[at + 1] == '"') {
          at++;
        } else {
          return closed(bytes, start + 1, write, at + 1, end);
        }
      }
      bytes[write++] = bytes[at++];
    }
    return -1;
  }

  private int closed(byte[] bytes, int cellStart, int cellEnd, int after, int end) {
    int solid = afterBlanks(bytes, cellStart, cellEnd);
    add(solid, beforeBlanks(bytes, solid, cellEnd));
    int at = after;
    while (at < end && bytes[at] != separator) {
      stray |= !isBlank(bytes[at]);
      at++;
    }
    return at;
  }

  private void add(int start, int end) {
    if (cells == from.length) {
      from = Arrays.copyOf(from, 2 * cells);
      to = Arrays.copyOf(to, 2 * cells);
    }
    from[cells] = start;
    to[cells++] = end;
  }

  private int afterBlanks(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  private int beforeBlanks(byte[] bytes, int start, int end) {
    int at = end;
    while (at > start && isBlank(bytes[at - 1])) {
      at--;
    }
    return at;
  }

  private boolean isBlank(byte b) {
    return (b == ' ' || b == '\t') && b != separator;
  }
}
