package io.fedics.ingest.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines of a row whose quoted cell is not closed yet. Bounded in lines and bytes. */
final class OpenQuote {
  /** As it stood in the file. */
  static final class Line {
    private final long number;
    private final byte[] bytes;

    Line(long number, byte[] bytes) {
      this.number = number;
      this.bytes = bytes;
    }

    long number() {
      return number;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  private static final int MOST_BYTES = 1 << 16;

  private final int mostLines;
  private final List<Line> lines = new ArrayList<>();
  private int bytes;

  OpenQuote(int mostLines) {
    this.mostLines = mostLines;
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  boolean isFull() {
    return lines.size() >= mostLines || bytes > MOST_BYTES;
  }

  void add(long number, byte[] buffer, int from, int to) {
    lines.add(new Line(number, Arrays.copyOfRange(buffer, from, to)));
    bytes += to - from + 1;
  }

  long firstNumber() {
    return lines.getFirst().number();
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  void clear() {
    lines.clear();
    bytes = 0;
  }

  /** All lines with a line feed between, a copy. */
  byte[] joined() {
    var joined = new byte[bytes - 1];
    int at = 0;
    for (Line line : lines) {
      if (at > 0) {
        joined[at++] = '\n';
      }
      System.arraycopy(line.bytes(), 0, joined, at, line.bytes().length);
      at += line.bytes().length;
    }
    return joined;
  }
}
